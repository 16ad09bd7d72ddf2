/** A plan as text. Each line has a tone, which the caller may colour. */

import type { NodeChange, ResourceChange } from "../changes/document.ts";
import { changeLines } from "../changes/text.ts";
import { chainTexts } from "../explain/text.ts";
import type {
  Away,
  Because,
  Check,
  Demotion,
  Difference,
  Disagreement,
  Interruption,
  Plan,
  Unbound,
} from "./document.ts";
import type { PlanLine } from "./line.ts";
import { keptLines, type PastDate } from "./text-kept.ts";
import { riskLines, unlikeProfileText, warningText } from "./text-risks.ts";

export type { PlanLine, Tone } from "./line.ts";

const SIGN = { added: "+", removed: "-", changed: "~", reordered: "~", moved: "~" } as const;
const TONE = {
  added: "added",
  removed: "removed",
  changed: "changed",
  reordered: "changed",
  moved: "changed",
} as const;

function differenceText(d: Difference): string {
  const what = d.part === "" ? d.object : `${d.object}: ${d.part}`;
  if (d.kind === "moved") return `${what}: moved into ${d.after ?? ""}`;
  if (d.kind === "changed") return `${what}: ${d.before ?? "(not set)"} -> ${d.after ?? "(not set)"}`;
  const value = d.kind === "added" ? d.after : d.kind === "removed" ? d.before : "order";
  return value === undefined || value === "" ? what : `${what} (${value})`;
}

/** One line a difference. */
export function differenceLines(differences: readonly Difference[]): PlanLine[] {
  return differences.map((d) => ({ tone: TONE[d.kind], text: `  ${SIGN[d.kind]} ${differenceText(d)}` }));
}

const isNode = (c: NodeChange | ResourceChange): c is NodeChange => "node" in c;

function counts(resources: readonly ResourceChange[]): string {
  const by = new Map<string, number>();
  for (const { kind } of resources) by.set(kind, (by.get(kind) ?? 0) + 1);
  return [...by].map(([kind, n]) => `${n} to ${kind}`).join(", ");
}

/** The line of a difference if known, else its object. */
function sourceText(d: Difference): string {
  const { file, line } = d.where ?? {};
  if (line === undefined) return d.part === "" ? d.object : `${d.object}: ${d.part}`;
  return `${file ?? "line "}${file === undefined ? "" : ":"}${line}`;
}

const MOST_SOURCES = 3;

/** The lines of the configuration that cause an action, printed after it. */
function becauseText(plan: Plan, { differences }: Because): string {
  const sources = [...new Set(differences.flatMap((i) => plan.differences[i] ?? []).map(sourceText))];
  if (sources.length === 0) return "";
  const more = sources.length > MOST_SOURCES ? ` and ${sources.length - MOST_SOURCES} more` : "";
  return `  [${sources.slice(0, MOST_SOURCES).join(", ")}${more}]`;
}

function chainLines({ chain }: Because): PlanLine[] {
  return chainTexts(chain).map((text) => ({ tone: "plain", text: `      ${text}` }));
}

/** Fencing and shutdowns, then resources, in the words and columns of `crm_simulate`, each with its causes. */
function actionLines(plan: Plan, verbose: boolean): PlanLine[] {
  const fenced = plan.nodes.filter((n) => n.kind === "fence");
  const down = plan.nodes.filter((n) => n.kind === "shutdown");
  const texts = [
    ...down.map((n) => `Shutdown ${n.node}`),
    ...changeLines({ nodes: fenced, resources: plan.resources }),
  ];
  return [...down, ...fenced, ...plan.resources].flatMap(({ because }, i): PlanLine[] => [
    // That a node is switched off is not to be overlooked among many lines.
    {
      tone: fenced.some((f) => f.because === because) ? "warning" : "plain",
      text: `  * ${texts[i] ?? ""}${becauseText(plan, because)}`,
    },
    ...(verbose ? chainLines(because) : []),
  ]);
}

function disagreementText({ operation, intervalMs, resource, node }: Disagreement): string {
  const what = `${operation}${resource === "" ? "" : ` of ${resource}`}`;
  return `${what}${intervalMs > 0 ? ` every ${intervalMs / 1000}s` : ""}${node === "" ? "" : ` on ${node}`}`;
}

const APART = {
  secrets: ", except for changed secrets, which it does not see",
  release: ", by the rules of its own release; the cluster's release differs",
} as const;

/** The result of `crm_simulate`: always shown if it differs, silent if it is not installed. */
function checkLines(check: Check | undefined, verbose: boolean): PlanLine[] {
  if (check === undefined) return [];
  if (check.by === null)
    return check.missing && !verbose ? [] : [{ tone: "warning", text: `Not checked: ${check.reason}` }];
  if (check.agrees) {
    const apart = check.apart === undefined ? "" : APART[check.apart];
    return [{ tone: "plain", text: `Checked by ${check.by}: it plans the same${apart}.` }];
  }
  const side = (only: Disagreement["only"], who: string): PlanLine[] =>
    check.differences
      .filter((d) => d.only === only)
      .map((d) => ({ tone: "warning", text: `  ! only ${who}: ${disagreementText(d)}` }));
  return [
    { tone: "warning", text: `${check.by} plans differently, so do not rely on this plan:` },
    ...side("pacemaker", "Pacemaker"),
    ...side("holdfast", "Holdfast"),
  ];
}

const NO_CHANGES = "No changes: the cluster's configuration matches the manifest.";

export interface PlanTextOptions {
  /** Show each action's whole chain of causes. */
  readonly verbose?: boolean;
  readonly date?: PastDate;
}

export function planLines(plan: Plan, { verbose = false, date }: PlanTextOptions = {}): PlanLine[] {
  const warnings = plan.warnings.map((w): PlanLine => ({ tone: "warning", text: warningText(w) }));
  for (const unlike of plan.unlikeProfile) warnings.push({ tone: "warning", text: unlikeProfileText(unlike) });
  if (warnings.length > 0) warnings.push({ tone: "plain", text: "" });
  const kept = keptLines(plan.kept, date);
  if (plan.differences.length === 0) return [...warnings, { tone: "plain", text: NO_CHANGES }, ...kept];
  const out: PlanLine[] = [...warnings, { tone: "heading", text: "Configuration:" }];
  out.push(...differenceLines(plan.differences));
  out.push(...riskLines(plan.risks));
  out.push({ tone: "plain", text: "" }, { tone: "heading", text: "What the cluster will do:" });
  const lines = actionLines(plan, verbose);
  out.push(...lines);
  if (lines.length === 0) out.push({ tone: "plain", text: `  ${quietText(plan)}` });
  for (const t of plan.together) {
    out.push({
      tone: "warning",
      text: `  ! ${t.instances.length} of ${t.of} instances of ${t.resource} go down at the same time`,
    });
    if (t.emptied === true)
      out.push({
        tone: "warning",
        text: `  ! ${t.resource} loses all that it holds, queues and messages: its agent starts the first instance empty (apply --rolling keeps them)`,
      });
  }
  for (const away of plan.away) out.push({ tone: "warning", text: `  ! ${awayText(away)}` });
  for (const resource of plan.doubtfulRestarts) {
    out.push({
      tone: "warning",
      text: `  ! ${resource} is promoted and may keep its old parameters: Pacemaker may drop the restart if the agent changes its promotion score on demote`,
    });
  }
  for (const d of plan.demotions) out.push({ tone: "warning", text: `  ! ${demotionText(d)}` });
  for (const text of unboundTexts(plan.unbound)) out.push({ tone: "warning", text: `  ! ${text}` });
  for (const node of plan.leftNodes)
    out.push({ tone: "plain", text: `  ? ${node} stays a node of the cluster, without anything of the manifest` });
  for (const { resource, node } of plan.promotedNext)
    out.push({ tone: "plain", text: `  ? ${resource} on ${node} will be promoted, once the instances have started` });
  const anew = interruptionText(plan.interruptions);
  if (anew !== undefined) out.push({ tone: "plain", text: `  ? ${anew}` });
  if (plan.anyway.length > 0) {
    out.push({ tone: "plain", text: "" }, { tone: "heading", text: "Already due, regardless of this change:" });
    const anyway = changeLines({
      nodes: plan.anyway.filter(isNode),
      resources: plan.anyway.filter((c): c is ResourceChange => !isNode(c)),
    });
    for (const text of anyway) out.push({ tone: "plain", text: `  * ${text}` });
  }
  out.push(...kept);
  const check = checkLines(plan.checked, verbose);
  if (check.length > 0) out.push({ tone: "plain", text: "" }, ...check);
  const actions =
    plan.nodes.length + plan.resources.length === 0 ? "nothing starts, stops or moves" : counts(plan.resources);
  out.push(
    { tone: "plain", text: "" },
    {
      tone: "heading",
      text: `Plan: ${plan.differences.length} difference${plan.differences.length === 1 ? "" : "s"}; ${actions}.`,
    },
  );
  return out;
}

/** As in "45 s" or "6 min": an estimate is not to look exact. */
function aboutText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function awayText({ resource, estimateMs, mostMs, unknown }: Away): string {
  const most = `${aboutText(mostMs)} if each operation takes its whole timeout`;
  if (unknown.length === 0)
    return `${resource} is away for about ${aboutText(estimateMs)} (an estimate from the last runs of its operations; ${most})`;
  const least = estimateMs === 0 ? "a time that is not known" : `${aboutText(estimateMs)} or more`;
  return `${resource} is away for ${least} (an estimate: no ${unknown.join(" or ")} of it is recorded; ${most})`;
}

function demotionText({ resource, node, onStopFailure }: Demotion): string {
  const then = {
    fence: `${node} is fenced`,
    "restart-container": "its container is restarted",
    block: "it is blocked until someone cleans up",
    other: "it is recovered",
  }[onStopFailure];
  return `${resource} is demoted on ${node} with its new parameters: an agent that finds its state by them fails, and if its stop fails too, ${then}`;
}

/** Resources that lose constraints with the same ones are named together. */
function unboundTexts(unbound: readonly Unbound[]): string[] {
  const groups = new Map<string, Unbound[]>();
  for (const u of unbound) {
    const key = JSON.stringify([u.from, u.anywhere]);
    groups.set(key, [...(groups.get(key) ?? []), u]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const names = group.map(({ resource }) => resource).join(", ");
    const several = group.length > 1;
    const anywhere =
      first?.anywhere === true ? `: nothing says any more where ${several ? "they run" : "it runs"}` : "";
    return `${names} ${several ? "lose their" : "loses its"} constraints with ${first?.from.join(", ")}, which is removed${anywhere}`;
  });
}

const WHAT = {
  node: "the start",
  "promotion-score": "new promotion scores",
  history: "the removal",
  failures: "the cleanup",
} as const;

/** The point up to which the plan is reliable; undefined if it is reliable to the end. */
function interruptionText(interruptions: readonly Interruption[]): string | undefined {
  if (interruptions.length === 0) return undefined;
  const causes = [...new Set(interruptions.map(({ kind }) => kind))].map((kind) => {
    const resources = interruptions.flatMap((i) => (i.kind === kind ? [i.resource] : []));
    return `${WHAT[kind]} of ${resources.join(", ")}`;
  });
  return `Pacemaker will re-plan after ${causes.join(", ")}; later steps may change`;
}

/** The text for a plan in which nothing starts, stops or moves: nothing, or only monitors. */
function quietText(plan: Plan): string {
  const monitors = plan.operations.filter((o) => o.operation === "monitor" && o.intervalMs > 0);
  const cancels = plan.operations.filter((o) => o.operation === "cancel");
  if (monitors.length + cancels.length === 0) return "Nothing: no resource is affected.";
  const ids = [...new Set([...monitors, ...cancels].map((o) => o.resource))].join(", ");
  return `No resource is started, stopped or moved; recurring monitors of ${ids} are rescheduled.`;
}
