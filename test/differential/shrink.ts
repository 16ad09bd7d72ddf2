/**
 * Makes a CIB on which we differ small: takes away elements (large parts first), then attributes, as long as the
 * difference of that level stays. Candidates go to the oracle in batches; those of a batch that still differ are then tried together.
 */
import { printXml } from "../../src/cib/xml/print.ts";
import { type Element, elements, withAttribute, withChildren } from "../../src/cib/xml/tree.ts";
import { briefly } from "./brief.ts";
import { schemaOf } from "./generate.ts";
import { judge, type Verdict } from "./judge.ts";
import { ask, type Oracle } from "./oracle.ts";

const BATCH = 24;
const KEPT = new Set(["cib", "configuration", "status", "crm_config", "nodes", "resources", "constraints"]);

/** What a difference is about: actions, edges or attributes, and which tasks either side lacks. */
interface Kind {
  readonly name: string;
  readonly tasks: ReadonlySet<string>;
}

function kindOf(verdict: Verdict): Kind {
  const { kind, line } = briefly(verdict);
  const tasks = kind === "actions" ? line.match(/(?<=^|\s)[-+]\S+?_(?=\d+(@|\s|$))/g) : null;
  return { name: `${verdict.level} ${kind}`, tasks: new Set((tasks ?? []).map(taskOf)) };
}

/** `-rsc_stop_` as `-stop`, whatever the resource. */
function taskOf(action: string): string {
  return `${action[0]}${action.slice(0, -1).split("_").at(-1)}`;
}

/** A smaller CIB may show less of it, but nothing else. */
function same(kind: Kind, verdict: Verdict | undefined): boolean {
  if (verdict === undefined) return false;
  const { name, tasks } = kindOf(verdict);
  return name === kind.name && [...tasks].every((task) => kind.tasks.has(task));
}

type Path = readonly number[];

/** The oracle validates each candidate, if it will take the whole as valid: what nobody could configure shows nothing. */
export async function shrink(cib: Element, verdict: Verdict, oracle: Oracle): Promise<Element> {
  const differing = (cibs: readonly Element[], kind: Kind): Promise<number[]> => differ(cibs, kind, oracle);
  const kind = kindOf(verdict);
  const valid = withAttribute(cib, "validate-with", schemaOf(oracle.dialect));
  let at = (await differing([valid], kind)).length > 0 ? valid : cib;
  for (;;) {
    const before = count(at);
    at = await pass(at, differing, kind, elementPaths, removeAt);
    at = await pass(at, differing, kind, attributePaths, removeAttributeAt);
    if (count(at) === before) return at;
  }
}

/** The indices of those that still differ in the same way. */
async function differ(cibs: readonly Element[], kind: Kind, oracle: Oracle): Promise<number[]> {
  const texts = cibs.map((e) => printXml(e));
  const answers = await ask(texts, oracle);
  return answers.flatMap((a, i) =>
    !(a instanceof Error) && same(kind, judge(texts[i] as string, a, oracle)) ? [i] : [],
  );
}

async function pass<T>(
  start: Element,
  differing: (cibs: readonly Element[], kind: Kind) => Promise<number[]>,
  kind: Kind,
  candidates: (e: Element) => T[],
  remove: (e: Element, what: T) => Element,
): Promise<Element> {
  let at = start;
  let from = 0;
  for (;;) {
    const all = candidates(at);
    if (from >= all.length) return at;
    const batch = all.slice(from, from + BATCH);
    const found = await differing(
      batch.map((what) => remove(at, what)),
      kind,
    );
    const first = found[0];
    if (first === undefined) {
      from += BATCH;
      continue;
    }
    // What can go alone can mostly go together; the last first, so that the others' paths stay right.
    const together = found.reverse().reduce((e, i) => remove(e, batch[i] as T), at);
    at = found.length > 1 && (await differing([together], kind)).length > 0 ? together : remove(at, batch[first] as T);
    from += first;
  }
}

function count(e: Element): number {
  return e.attributes.size + e.children.reduce((sum, c) => sum + (c.kind === "element" ? count(c) : 0), 1);
}

/** A group or clone of nothing is no configuration. */
const WHOLES = new Set(["group", "clone", "master"]);
const PARTS = new Set(["primitive", "group"]);

/** Parents before their children, so that large parts go first. */
function elementPaths(e: Element): Path[] {
  const paths: Path[] = [];
  const visit = (x: Element, path: Path, only = false): void => {
    if (path.length > 0 && !KEPT.has(x.name) && !only) paths.push(path);
    const parts = WHOLES.has(x.name) ? elements(x).filter((c) => PARTS.has(c.name)) : [];
    for (const [i, c] of x.children.entries())
      if (c.kind === "element") visit(c, [...path, i], parts.length === 1 && c === parts[0]);
  };
  visit(e, []);
  return paths;
}

function removeAt(e: Element, path: Path): Element {
  const [first, ...rest] = path;
  return withChildren(
    e,
    e.children.flatMap((c, i) =>
      i !== first ? [c] : c.kind !== "element" || rest.length === 0 ? [] : [removeAt(c, rest)],
    ),
  );
}

/** What the schema demands is not tried; nor is the status, where a missing attribute is seldom of interest. */
const NEEDED = new Set(
  "id execution-date validate-with admin_epoch epoch num_updates uname class provider type name value interval rsc with-rsc first then node score attribute operation image ticket target index devices".split(
    " ",
  ),
);

function attributePaths(e: Element): { path: Path; name: string }[] {
  const found: { path: Path; name: string }[] = [];
  const visit = (x: Element, path: Path): void => {
    if (x.name === "status") return;
    for (const name of x.attributes.keys()) if (!NEEDED.has(name)) found.push({ path, name });
    for (const [i, c] of x.children.entries()) if (c.kind === "element") visit(c, [...path, i]);
  };
  visit(e, []);
  return found;
}

function removeAttributeAt(e: Element, { path, name }: { path: Path; name: string }): Element {
  const [first, ...rest] = path;
  if (first === undefined) return withAttribute(e, name, undefined);
  return withChildren(
    e,
    e.children.map((c, i) => (i === first && c.kind === "element" ? removeAttributeAt(c, { path: rest, name }) : c)),
  );
}
