import { expect, test } from "vitest";
import type { FencingTest } from "../report/fencing/document.ts";
import { verdictsOf } from "./record-fencing-test.ts";

type Trial = FencingTest["trials"][number];

const trial = (node: string, hop: Trial["hop"]): Trial => ({ node, device: "d", agent: "a", from: "n", hop, text: "" });

test("a device that does not work settles it, one that was not asked leaves it open", () => {
  const verdicts = verdictsOf([
    trial("works", "Works"),
    trial("works", "Works"),
    trial("fails", "Works"),
    trial("fails", "Login"),
    trial("fails", "NotAsked"),
    trial("open", "Works"),
    trial("open", "NotAsked"),
  ]);
  expect([...verdicts]).toEqual([
    ["works", true],
    ["fails", false],
  ]);
});
