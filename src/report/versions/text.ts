/** Versions as text: a line for each kind of software, with the nodes by version where they differ. */
import { listText } from "../explain/place-text.ts";
import type { PlanLine } from "../plan/line.ts";
import { nodesByVersion } from "./differences.ts";
import type { Differing, ReplicaVersions, Versions } from "./document.ts";
import { SOFTWARE } from "./schema.ts";

const NAMES: Readonly<Record<Differing["what"], string>> = {
  pacemaker: "Pacemaker",
  build: "  its build",
  featureSet: "  feature set",
  schema: "  newest schema",
  corosync: "Corosync",
  libqb: "libqb",
  knet: "knet",
  pcs: "pcs",
  crmsh: "crmsh",
  resourceAgents: "resource-agents",
  fenceAgents: "fence-agents",
  kernel: "kernel",
};
const WIDTH = Math.max(...Object.values(NAMES).map((name) => name.length));

const VERDICTS: Readonly<Record<Versions["alike"], PlanLine>> = {
  True: { tone: "plain", text: "All alike, as far as it is known." },
  False: { tone: "warning", text: "Not all alike." },
  Unknown: { tone: "changed", text: "Alike as far as it is known, and something is not known." },
};

export function versionsLines(d: Versions): PlanLine[] {
  return [
    ...clusterLines(d),
    ...softwareLines(d),
    ...replicaLines(d.replicas),
    ...listed("Not known:", unknownOf(d), "changed"),
    ...findingLines(d.findings),
    ...listed(
      "While the oldest node is in the cluster, do without:",
      d.forbidden.map(({ what, because }) => `${what} (${because})`),
      "warning",
    ),
    { tone: "plain", text: "" },
    VERDICTS[d.alike],
  ];
}

function clusterLines({ featureSet, releases, schema, dc, engine, follows, operations, ...d }: Versions): PlanLine[] {
  const plain = (text: string): PlanLine => ({ tone: "plain", text });
  const newest = schema.newest === null ? "" : `; the newest that every node has is ${schema.newest}`;
  const others = operations.filter((op) => op.featureSet !== featureSet);
  return [
    plain(
      featureSet === null
        ? "The CIB names no feature set"
        : `Feature set in force: ${featureSet} (Pacemaker ${releases})`,
    ),
    plain(`Schema in force: ${schema.inForce ?? "not said"}${newest}`),
    ...(dc.version === null ? [] : [plain(`DC: ${dc.name === null ? "" : `${dc.name}, `}${dc.version}`)]),
    plain(
      `Planned for by the rules of Pacemaker ${follows}${engine === "holdfast" ? ", which Holdfast's own engine follows" : ""}`,
    ),
    ...others.map(({ featureSet: of, count }) =>
      plain(`${count} recorded operations are of feature set ${of}: their digests may not be comparable`),
    ),
    ...(d.mixed ? [{ tone: "warning" as const, text: "! members have more than one feature set" }] : []),
  ];
}

function softwareLines({ nodes, replicas, asked }: Versions): PlanLine[] {
  const lines = SOFTWARE.flatMap((what): PlanLine[] => {
    const versions = nodesByVersion(what, nodes, replicas);
    const name = NAMES[what].padEnd(WIDTH);
    const [only, ...others] = versions;
    if (only === undefined || (others.length === 0 && only.version === null)) return [];
    if (others.length === 0) return [{ tone: "plain", text: `  ${name}  ${only.version}` }];
    return versions.map(({ version, nodes: on }, i) => ({
      tone: "changed",
      text: `${i === 0 ? `~ ${name}` : " ".repeat(WIDTH + 2)}  ${version ?? "not installed"}: ${on.join(", ")}`,
    }));
  });
  if (asked) return [{ tone: "heading", text: "" }, { tone: "heading", text: "On the nodes:" }, ...lines];
  return listed(
    "Feature sets of the nodes, as the CIB says:",
    nodes
      .filter(({ kind }) => kind === "cluster")
      .map(({ name, featureSet }) => `${name}: ${featureSet ?? "not said"}`),
    "plain",
  );
}

function replicaLines(replicas: readonly ReplicaVersions[]): PlanLine[] {
  return listed(
    "In the bundles:",
    replicas.map(({ replica, node, image, pacemaker, protocol }) => {
      const where = node === null ? "does not run" : `on ${node}`;
      const inside =
        pacemaker === null ? "" : `, Pacemaker ${pacemaker}${protocol === null ? "" : `, protocol ${protocol}`}`;
      return `${replica} ${where}, ${image}${inside}`;
    }),
    "plain",
  );
}

function findingLines(findings: Versions["findings"]): PlanLine[] {
  const [errors, warnings] = (["error", "warning"] as const).map((of) => findings.filter((f) => f.severity === of));
  const said = (of: readonly Versions["findings"][number][] = []): string[] => {
    const together = new Map<string, string[]>();
    for (const { gate, text, reason, wayRound } of of) {
      const same = JSON.stringify([gate, reason, wayRound]);
      together.set(same, [...(together.get(same) ?? []), text]);
    }
    return [...together].map(([same, texts]) => {
      const [gate, reason, wayRound] = JSON.parse(same) as [string, string, string];
      return `${gate}: ${texts.join("; ")}: ${reason}. Way round: ${wayRound}`;
    });
  };
  return [
    ...listed("Does not fit:", said(errors), "warning"),
    ...listed("Fits only for now:", said(warnings), "changed"),
  ];
}

/** A reason that several have is said once. */
function unknownOf({ nodes, replicas, silent }: Versions): string[] {
  const by = new Map<string, string[]>();
  const add = (name: string, reason: string | undefined): void => {
    if (reason !== undefined) by.set(reason, [...(by.get(reason) ?? []), name]);
  };
  for (const { name, unknown } of nodes) add(name, unknown);
  for (const { replica, unknown } of replicas) add(replica, unknown);
  const named = new Set(nodes.map(({ name }) => name));
  for (const { way, reason } of silent) if (!named.has(way)) add(way, reason);
  return [...by].map(([reason, names]) => `${listText(names)}: ${reason}`);
}

function listed(heading: string, items: readonly string[], tone: PlanLine["tone"]): PlanLine[] {
  if (items.length === 0) return [];
  return [
    { tone: "plain", text: "" },
    { tone: "heading", text: heading },
    ...items.map((item): PlanLine => ({ tone, text: `  ${item}` })),
  ];
}
