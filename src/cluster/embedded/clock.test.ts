import { expect, test } from "vitest";
import { realClock } from "./clock.ts";

test("the clock of a machine that is set back continues from where it was", () => {
  let machine = 1_000_000;
  const clock = realClock({ wall: () => machine });
  machine += 5000;
  expect(clock.now()).toBe(1_005_000);
  machine -= 3_600_000;
  expect(clock.now()).toBe(1_005_000);
  expect(clock.delay(1_006_000)).toBe(1000);
  machine += 1000;
  expect(clock.now()).toBe(1_006_000);
  machine += 3_600_000;
  expect(clock.now()).toBe(4_606_000);
});

test("the clock runs at its speed from its start", () => {
  let machine = 1_000_000;
  const clock = realClock({ speed: 20, start: 50_000_000, wall: () => machine });
  machine += 100;
  expect(clock.now()).toBe(50_002_000);
  expect(clock.delay(50_004_000)).toBe(100);
});
