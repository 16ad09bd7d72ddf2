/** A difference between graphs in one line: actions that one side lacks, else edges, else attributes; runs are grouped by it. */
import type { Verdict } from "./judge.ts";

interface Parts {
  readonly actions: ReadonlyMap<string, string>;
  readonly edges: readonly string[];
  readonly root: readonly string[];
}

export type Kind = "actions" | "edges" | "attributes" | "root" | "throws";

export function briefly(verdict: Verdict): { readonly kind: Kind; readonly line: string } {
  if (verdict.level === "throws") return { kind: "throws", line: verdict.extra.join(" ").slice(0, 200) };
  const [theirs, ours] = [partsOf(verdict.missing), partsOf(verdict.extra)];
  const [lost, gained] = [only(theirs.actions, ours.actions), only(ours.actions, theirs.actions)];
  if (lost.length + gained.length > 0) return { kind: "actions", line: signed(lost, gained) };
  const edges = signed(theirs.edges, ours.edges);
  if (edges !== "") return { kind: "edges", line: edges };
  const attributes = [...theirs.actions].flatMap(([name, text]) => {
    const other = ours.actions.get(name) as string;
    return [name, ...words(text, other).map((w) => `-${w}`), ...words(other, text).map((w) => `+${w}`)].join(" ");
  });
  if (attributes.length > 0) return { kind: "attributes", line: attributes.join("; ") };
  return { kind: "root", line: signed(theirs.root, ours.root) };
}

function partsOf(lines: readonly string[]): Parts {
  const whole = lines.filter((line) => !line.startsWith("graph ") && !line.includes(" <- "));
  return {
    actions: new Map(whole.map((line) => [nameOf(line), line])),
    edges: lines.filter((line) => line.includes(" <- ")).map((line) => line.split(" <- ").map(nameOf).join("<-")),
    root: lines.filter((line) => line.startsWith("graph ")),
  };
}

/** Such as `a_start_0@n1`; instances by their own names. */
function nameOf(signature: string): string {
  const value = (name: string): string | undefined => new RegExp(`(?:^| )${name}=(\\S+)`).exec(signature)?.[1];
  const key = value("internal_operation_key") ?? value("operation_key") ?? signature.slice(0, 40);
  return `${key}${value("on_node") === undefined ? "" : `@${value("on_node")}`}`;
}

function only(these: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): string[] {
  return [...these.keys()].filter((name) => !others.has(name));
}

function words(text: string, other: string): string[] {
  const there = new Set(other.split(" "));
  return text.split(" ").filter((word) => !there.has(word));
}

function signed(lost: readonly string[], gained: readonly string[]): string {
  return [...lost.map((x) => `-${x}`), ...gained.map((x) => `+${x}`)].join(" ");
}
