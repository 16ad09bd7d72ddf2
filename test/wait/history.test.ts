/** Random histories, and whether what `wait` said of them was true. `npm run waits` tells a thousand. */
import { expect, test } from "vitest";
import { LONG } from "../long.ts";
import { tell } from "./history.ts";

const COUNT = 50;

test(
  `${COUNT} random histories: never reached before, never given up what then came, ended in time`,
  LONG,
  async () => {
    const wrong: string[] = [];
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= COUNT; seed++) {
      const told = await tell(seed);
      outcomes.add(told.outcome);
      if (told.wrong.length > 0)
        wrong.push(
          [`seed ${seed}: ${told.wrong.join("; ")}`, JSON.stringify(told.wanted), ...told.story, ...told.findings].join(
            "\n",
          ),
        );
    }
    expect(wrong).toEqual([]);
    expect([...outcomes].sort()).toEqual(["never", "reached", "timeout"]);
  },
);
