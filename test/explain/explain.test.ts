/** docs/explain.md has the answers the program gives. That these are true is checked beside (causes, sums). */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { LONG } from "../long.ts";
import { settledDeck } from "./deck-cluster.ts";
import { page } from "./page.ts";

const PAGE = new URL("../../docs/explain.md", import.meta.url);
const update = process.env.UPDATE_EXPLAIN === "1";

test("docs/explain.md has the answers the program gives", LONG, async () => {
  const text = page(await settledDeck());
  if (update) writeFileSync(PAGE, text);
  expect(text).toBe(readFileSync(PAGE, "utf8"));
});
