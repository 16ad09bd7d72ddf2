/** What of a resource's operations is other than what it would have, as the key `operations` says it. */
import { parseInterval } from "../../../cib/value/duration.ts";
import { child, type Element, elements, get } from "../../../cib/xml/tree.ts";
import type { ConfiguredOperation } from "../../model/model.ts";
import { type Plain, type PlainMap, plainMap } from "../../words/plain.ts";

/** The attributes of an operation that the key can say, by its words for them. */
const FIELDS = ["interval", "timeout", "role", "on-fail", "start-delay", "enabled"] as const;

interface Operation {
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** `undefined` where an operation has more than the key can say. */
export function operationDifferences(now: Element, usual: readonly ConfiguredOperation[]): PlainMap | undefined {
  const holder = child(now, "operations");
  const there = (holder === undefined ? [] : elements(holder)).map(read);
  if (there.some((operation) => operation === undefined)) return undefined;
  const present = there.filter((operation) => operation !== undefined);
  const expected = usual.map(written);
  const said = new Map<string, Plain>();
  for (const name of new Set([...present, ...expected].map((operation) => operation.name))) {
    const of = (all: readonly Operation[]): Operation[] => all.filter((operation) => operation.name === name);
    const items = ofName(of(present), of(expected));
    if (items === null) said.set(name, null);
    else if (items.length > 0) said.set(name, items.length === 1 ? shortest(items[0] as PlainMap) : items);
  }
  return said;
}

/** `null`: it has none of the name any more. */
function ofName(now: readonly Operation[], usual: readonly Operation[]): readonly PlainMap[] | null {
  if (now.length === 0) return null;
  const left = [...usual];
  const take = (is: (operation: Operation) => boolean): Operation | undefined => {
    const at = left.findIndex(is);
    return at === -1 ? undefined : left.splice(at, 1)[0];
  };
  const exact = new Map(now.map((n) => [n, take((u) => role(u) === role(n) && interval(u) === interval(n))]));
  const changes: PlainMap[] = [];
  for (const operation of now) {
    const match = exact.get(operation) ?? take((u) => role(u) === role(operation));
    if (match === undefined) changes.push(operation.fields);
    else if ([...match.fields.keys()].some((key) => !operation.fields.has(key))) {
      changes.unshift(removal(match));
      changes.push(operation.fields);
    } else {
      const other = [...operation.fields].filter(([key, value]) => !isSame(key, value, match.fields.get(key)));
      if (other.length === 0) continue;
      // A role and an interval say which one is meant.
      const which = now.length > 1 || usual.length > 1 ? ["role", "interval"] : ["role"];
      const meant = which.flatMap((key): [string, string][] => {
        const value = operation.fields.get(key);
        return value === undefined || other.some(([name]) => name === key) ? [] : [[key, value]];
      });
      changes.push(new Map([...meant, ...other]));
    }
  }
  return [...left.map(removal), ...changes];
}

function removal({ fields }: Operation): PlainMap {
  return plainMap({ role: fields.get("role"), interval: fields.get("interval"), remove: "true" });
}

function role({ fields }: Operation): string {
  return fields.get("role") ?? "";
}

function interval({ fields }: Operation): number | undefined {
  return parseInterval(fields.get("interval"));
}

function isSame(key: string, a: string, b: string | undefined): boolean {
  if (a === b) return true;
  return (key === "interval" || key === "timeout") && b !== undefined && parseInterval(a) === parseInterval(b);
}

function shortest(item: PlainMap): Plain {
  const timeout = item.get("timeout");
  return item.size === 1 && timeout !== undefined ? timeout : item;
}

function read(op: Element): Operation | undefined {
  const known = new Set<string>(["id", "name", ...FIELDS]);
  if (op.name !== "op" || op.children.length > 0 || [...op.attributes.keys()].some((key) => !known.has(key)))
    return undefined;
  const fields = plainTexts(FIELDS.map((key) => [key, get(op, key)]));
  const was = fields.get("role");
  if (was !== undefined) fields.set("role", was.replace(/^Master$/, "Promoted").replace(/^Slave$/, "Unpromoted"));
  return { name: get(op, "name") ?? "", fields };
}

function written({ name, interval, timeout, role, onFail, startDelay, enabled }: ConfiguredOperation): Operation {
  return {
    name,
    fields: plainTexts([
      ["interval", interval],
      ["timeout", timeout],
      ["role", role],
      ["on-fail", onFail],
      ["start-delay", startDelay],
      ["enabled", enabled === undefined ? undefined : String(enabled)],
    ]),
  };
}

function plainTexts(entries: readonly (readonly [string, string | undefined])[]): Map<string, string> {
  return new Map(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
