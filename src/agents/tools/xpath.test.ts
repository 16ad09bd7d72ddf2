import { expect, test } from "vitest";
import { parseXml } from "../../cib/xml/parse.ts";
import { type Element, idOf } from "../../cib/xml/tree.ts";
import { selectByXPath } from "./xpath.ts";

const parsed = parseXml(`<a id="1"><b id="2" k="v"><c id="3" k="]"/><b id="4"/></b><c id="5" k="v" l="m"/></a>`);
const root: Element = parsed.ok ? parsed.root : (undefined as never);
const ids = (path: string): readonly string[] | undefined => selectByXPath(root, path)?.map(idOf);

test("steps, conditions, and each element once, in the document's order", () => {
  expect(ids("/a")).toEqual(["1"]);
  expect(ids("/b")).toEqual([]);
  expect(ids("//b")).toEqual(["2", "4"]);
  expect(ids("//b//b")).toEqual(["4"]);
  expect(ids("/a/*")).toEqual(["2", "5"]);
  expect(ids("//*[@k]")).toEqual(["2", "3", "5"]);
  expect(ids("//c[@k='v' and @l=\"m\"]")).toEqual(["5"]);
  expect(ids("//c[@k='v'][@l]")).toEqual(["5"]);
  expect(ids("//*[@k!='v']")).toEqual(["3"]);
  expect(ids("//c[@k=']']")).toEqual(["3"]);
});

test("what is not understood is not guessed", () => {
  for (const path of [
    "",
    "a",
    "//b/@id",
    "count(//b)",
    "//b[1]",
    "//b[@k='v' or @l]",
    "//b | //c",
    "//b[",
    "//b[@k=v]",
  ])
    expect([path, ids(path)]).toEqual([path, undefined]);
});
