/** Pacemaker's own cases as CIBs to ask any release about, each with its moment written into it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseMoment } from "../../src/cib/value/date.ts";
import { parseXml } from "../../src/cib/xml/parse.ts";
import { type Element, get, withAttribute } from "../../src/cib/xml/tree.ts";
import { caseFile, cases } from "../conformance/cases.ts";
import { shared, whyNoShared } from "../shared.ts";

export interface NamedCib {
  readonly name: string;
  readonly cib: Element;
}

/** A moment for cases that have none, so that they are the same tomorrow. */
const MOMENT = "1700000000";

export function suite(): NamedCib[] {
  return cases().flatMap(({ name, moment }) => {
    const given = moment === undefined ? undefined : parseMoment(moment);
    return dated(name, caseFile(name, "xml") ?? "", given === undefined ? undefined : String(given));
  });
}

/** Small CIBs on which 2.1.5 decided otherwise than we did, beside the checkout. */
export function dialectCases(): NamedCib[] {
  if (whyNoShared("cases") !== undefined) return [];
  return readdirSync(shared("cases"))
    .filter((file) => /^dialect.*\.xml$/.test(file))
    .flatMap((file) => dated(file.replace(/\.xml$/, ""), readFileSync(join(shared("cases"), file), "utf8"), undefined));
}

function dated(name: string, text: string, given: string | undefined): NamedCib[] {
  const parsed = parseXml(text);
  if (!parsed.ok) return [];
  const moment = given ?? get(parsed.root, "execution-date") ?? MOMENT;
  return [{ name, cib: withAttribute(parsed.root, "execution-date", moment) }];
}
