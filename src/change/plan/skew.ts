/**
 * The gates of a change of bundles: which Pacemaker their new images have is asked on the nodes, and held against the cluster's.
 * For that an image is run once on a node that has it, without a network, for as long as `pacemaker-remoted --version` takes.
 */
import { type Element, elements, get, idOf, walk } from "../../cib/xml/tree.ts";
import type { Cluster, Snapshot } from "../../cluster/port.ts";
import type { Plan, Risk } from "../../report/plan/document.ts";
import { type NodeRelease, remoteNewer } from "../../report/skew/remote-newer.ts";
import { wrongRunCommand } from "../../report/skew/run-command.ts";
import { ASK_REMOTED, releaseSaid } from "../../report/versions/read.ts";
import type { PlannedChange } from "./plan.ts";

/** Milliseconds in which an image has to answer on a node. */
const TIMEOUT = 20_000;

/** A bundle with a resource inside. */
interface ChangedBundle {
  readonly id: string;
  readonly runtime: string;
  readonly image: string;
  readonly runCommand: string | undefined;
}

/** The plan, with a risk for each bundle whose new image does not go with the cluster; as it is where no nodes can be asked. */
export async function withSkew(
  cluster: Pick<Cluster, "software" | "commands">,
  { cib }: Pick<Snapshot, "cib">,
  planned: PlannedChange,
): Promise<PlannedChange> {
  const bundles = changedBundles(cib, planned.cib);
  if (bundles.length === 0 || cluster.software === undefined) return planned;
  const { nodes } = await cluster.software([]);
  const members = nodes.flatMap(({ node, pacemaker, featureSet }) =>
    pacemaker === undefined || featureSet === undefined ? [] : [{ name: node, release: pacemaker }],
  );
  const found = await Promise.all(
    bundles.map(async (bundle) => ({ bundle, release: await releaseIn(bundle, cluster, members) })),
  );
  const containers = found.flatMap(({ bundle: { id, runCommand }, release }) =>
    release === undefined ? [] : [{ name: id, runCommand, release }],
  );
  const risks = [...remoteNewer(containers, members), ...wrongRunCommand(containers)].map(
    ({ gate: code, object, text, reason, wayRound }): Risk => ({
      code,
      object,
      text,
      reason: `${reason}; ${wayRound}`,
    }),
  );
  const unknown = found.flatMap(({ bundle, release }) => (release === undefined ? [notKnown(bundle)] : []));
  const plan: Plan = {
    ...planned.plan,
    risks: [...planned.plan.risks, ...risks],
    warnings: [...planned.plan.warnings, ...unknown],
  };
  return { ...planned, plan };
}

const notKnown = ({ id, image }: ChangedBundle): Plan["warnings"][number] => ({
  rule: "skew-remote-newer",
  message: `which Pacemaker the image ${image} of ${id} has is not known: no node that has it says so`,
  hint: "pull it on a node first; holdfast versions shows what the nodes and replicas have",
});

/** Those that are new, or have another image or run-command. */
export function changedBundles(before: Element, after: Element): readonly ChangedBundle[] {
  const were = new Map(bundlesIn(before).map((bundle) => [bundle.id, bundle]));
  return bundlesIn(after).filter(({ id, image, runCommand }) => {
    const was = were.get(id);
    return was?.image !== image || was.runCommand !== runCommand;
  });
}

function bundlesIn(cib: Element): ChangedBundle[] {
  return [...walk(cib)]
    .filter((e) => e.name === "bundle" && elements(e, "primitive").length > 0)
    .flatMap((bundle) =>
      elements(bundle).flatMap((container) => {
        const image = get(container, "image");
        return image === undefined
          ? []
          : [{ id: idOf(bundle), runtime: container.name, image, runCommand: get(container, "run-command") }];
      }),
    );
}

/** Of the first node that has the image and can run it; undefined where no node can. */
async function releaseIn(
  { id, runtime, image }: ChangedBundle,
  { commands }: Pick<Cluster, "commands">,
  nodes: readonly NodeRelease[],
): Promise<string | undefined> {
  const options = ["--rm", "--pull=never", "--network=none", "--entrypoint=sh"];
  for (const { name } of nodes) {
    const outcome = await commands?.run({
      node: name,
      container: undefined,
      resource: id,
      argv: [runtime, "run", ...options, image, "-c", ASK_REMOTED],
      timeout: TIMEOUT,
    });
    const release = outcome?.kind === "answered" ? releaseSaid(outcome.stdout) : undefined;
    if (release !== undefined) return release;
  }
  return undefined;
}
