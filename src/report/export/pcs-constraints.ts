/** Constraints as pcs commands. A changed one is deleted, which is the first command, and made anew with its id. */
import { type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { ChangedObject, Commands, Unsaid } from "./pcs-pairs.ts";

export function constraintCommands({ id, before, after }: ChangedObject): Commands | Unsaid {
  const deleted = before === undefined ? [] : [["constraint", "delete", id]];
  if (after === undefined) return deleted;
  const made = newConstraint(after);
  return made === "unsaid" ? made : [...deleted, made];
}

function newConstraint(e: Element): readonly string[] | Unsaid {
  if (elements(e).length > 0) return newSets(e);
  switch (e.name) {
    case "rsc_location":
      return newLocation(e);
    case "rsc_colocation":
      return newColocation(e);
    case "rsc_order":
      return newOrder(e);
    default:
      return "unsaid";
  }
}

const WORD_OF: ReadonlyMap<string, string> = new Map([
  ["rsc_colocation", "colocation"],
  ["rsc_order", "order"],
  ["rsc_ticket", "ticket"],
]);

/** Of sets, with the ids that pcs gives them. Not of rules, whose parts would have others. */
function newSets(e: Element): readonly string[] | Unsaid {
  const [word, id] = [WORD_OF.get(e.name), idOf(e)];
  const sets = elements(e, "resource_set");
  const usual = sets.every((set, i) => idOf(set) === (i === 0 ? `${id}_set` : `${id}_set-${i}`));
  if (word === undefined || sets.length !== elements(e).length || !usual) return "unsaid";
  const options = (of: Element): string[] =>
    [...of.attributes].flatMap(([name, value]) => (name === "id" ? [] : [`${name}=${value}`]));
  const words = sets.map((set) => ["set", ...elements(set, "resource_ref").map(idOf), ...options(set)]);
  return ["constraint", word, ...words.flat(), "setoptions", `id=${id}`, ...options(e), "--force"];
}

const onlyHas = (e: Element, ...names: readonly string[]): boolean =>
  [...e.attributes.keys()].every((name) => name === "id" || names.includes(name));

function newLocation(e: Element): readonly string[] | Unsaid {
  const [rsc, node, score] = ["rsc", "node", "score"].map((name) => get(e, name));
  const discovery = get(e, "resource-discovery");
  if (rsc === undefined || node === undefined || score === undefined) return "unsaid";
  if (!onlyHas(e, "rsc", "node", "score", "resource-discovery")) return "unsaid";
  const options = discovery === undefined ? [] : [`resource-discovery=${discovery}`];
  return ["constraint", "location", "add", idOf(e), rsc, node, score, ...options, "--force"];
}

function newColocation(e: Element): readonly string[] | Unsaid {
  const [rsc, whom, score] = ["rsc", "with-rsc", "score"].map((name) => get(e, name));
  if (rsc === undefined || whom === undefined || score === undefined) return "unsaid";
  if (!onlyHas(e, "rsc", "with-rsc", "score", "rsc-role", "with-rsc-role", "influence", "node-attribute"))
    return "unsaid";
  const [role, otherRole, influence, attribute] = ["rsc-role", "with-rsc-role", "influence", "node-attribute"].map(
    (name) => get(e, name),
  );
  return [
    ...["constraint", "colocation", "add", ...roleWords(role), rsc, "with", ...roleWords(otherRole), whom, score],
    `id=${idOf(e)}`,
    ...(influence === undefined ? [] : [`influence=${influence}`]),
    ...(attribute === undefined ? [] : [`node-attribute=${attribute}`]),
    "--force",
  ];
}

const roleWords = (role: string | undefined): string[] => (role === undefined ? [] : [role]);

function newOrder(e: Element): readonly string[] | Unsaid {
  const [first, then, firstAction, thenAction] = ["first", "then", "first-action", "then-action"].map((n) => get(e, n));
  if (first === undefined || then === undefined) return "unsaid";
  // pcs always writes both actions.
  if (firstAction === undefined || thenAction === undefined) return "unsaid";
  if (!onlyHas(e, "first", "then", "first-action", "then-action", "kind", "symmetrical", "require-all"))
    return "unsaid";
  const options = ["kind", "symmetrical", "require-all"].flatMap((name) => {
    const value = get(e, name);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return ["constraint", "order", firstAction, first, "then", thenAction, then, ...options, `id=${idOf(e)}`, "--force"];
}
