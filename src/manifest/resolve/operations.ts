/**
 * Operations as declared, laid over those of the catalogue. One is meant by its name and role, and by its interval
 * where several share these; what is not meant by any is added. One with neither role nor interval means all of its name
 * if each of them has a role. Pacemaker tells operations of a resource apart by name and interval, so two must not share
 * both.
 */
import { parseDuration } from "../../cib/value/duration.ts";
import type { DeclaredOperation, DeclaredOperations } from "../language/service.ts";
import type { ConfiguredOperation } from "../model/model.ts";
import type { Located, Problems } from "../read/shape.ts";

const DEFAULT_MONITOR_INTERVAL = "60s";

export function overrideOperations(
  given: readonly ConfiguredOperation[],
  declared: DeclaredOperations | undefined,
  problems: Problems,
): readonly ConfiguredOperation[] {
  let result: readonly ConfiguredOperation[] = given;
  for (const { key: name, at, value } of declared ?? []) {
    for (const item of items(value)) {
      if (item === null) result = result.filter((o) => o.name !== name);
      else if (meansAll(given, name, item)) result = result.map((o) => (o.name === name ? apply(o, name, item) : o));
      else result = override(result, given, name, item, problems);
    }
    reportTwins(name, result, at, problems);
  }
  return result;
}

/** Operations in a role that the resource never has: Pacemaker never runs them. */
export function refuseRoles(name: string, declared: DeclaredOperations | undefined, problems: Problems): void {
  for (const item of (declared ?? []).flatMap(({ value }) => items(value))) {
    const at = item?.keys?.get("role");
    if (at === undefined || (item?.role !== "Promoted" && item?.role !== "Unpromoted")) continue;
    problems.add("not-promotable", at, `an operation in the role ${item.role} never runs: ${name} cannot be promoted`);
  }
}

type Item = Partial<DeclaredOperation> | null;

function items({ value }: Located<DeclaredOperations[number]["value"]["value"]>): readonly Item[] {
  if (value === null) return [null];
  if (typeof value === "string") return [{ timeout: value }];
  return Array.isArray(value) ? value : [value as DeclaredOperation];
}

function meansAll(given: readonly ConfiguredOperation[], name: string, item: Partial<DeclaredOperation>): boolean {
  if (item.role !== undefined || item.interval !== undefined || item.remove === true) return false;
  const alike = given.filter((o) => o.name === name);
  return alike.length > 0 && alike.every((o) => o.role !== undefined);
}

function override(
  current: readonly ConfiguredOperation[],
  given: readonly ConfiguredOperation[],
  name: string,
  item: Partial<DeclaredOperation>,
  problems: Problems,
): readonly ConfiguredOperation[] {
  const alike = given.filter((o) => o.name === name && o.role === role(item));
  const meant = alike.find((o) => item.interval !== undefined && sameInterval(o.interval, item.interval)) ?? alike[0];
  const standing = meant !== undefined && current.includes(meant);
  if (item.remove === true) {
    if (!standing && item.at !== undefined) {
      problems.add("unknown-operation", item.at, `there is no such ${name} operation to remove`);
    }
    return current.filter((o) => o !== meant);
  }
  const operation = apply(standing ? meant : undefined, name, item);
  return standing ? current.map((o) => (o === meant ? operation : o)) : [...current, operation];
}

function apply(
  base: ConfiguredOperation | undefined,
  name: string,
  item: Partial<DeclaredOperation>,
): ConfiguredOperation {
  return {
    name,
    interval: item.interval ?? base?.interval ?? (name === "monitor" ? DEFAULT_MONITOR_INTERVAL : "0s"),
    role: role(item) ?? base?.role,
    timeout: item.timeout ?? base?.timeout,
    onFail: item["on-fail"] ?? base?.onFail,
    startDelay: item["start-delay"] ?? base?.startDelay,
    enabled: item.enabled ?? base?.enabled,
  };
}

/** Started is what an operation without a role is for. */
function role(item: Partial<DeclaredOperation>): string | undefined {
  return item.role === "Started" ? undefined : item.role;
}

function sameInterval(a: string, b: string): boolean {
  return parseDuration(a) === parseDuration(b);
}

function reportTwins(
  name: string,
  operations: readonly ConfiguredOperation[],
  at: Located<unknown>["at"],
  problems: Problems,
): void {
  const seen = new Set<number | undefined>();
  for (const { interval } of operations.filter((o) => o.name === name)) {
    const ms = parseDuration(interval);
    if (seen.has(ms)) {
      const hint = "give one of them another interval, if only by a second";
      problems.add("duplicate-id", at, `two ${name} operations have the interval ${interval}`, hint);
    }
    seen.add(ms);
  }
}
