/** What the gates say of a cluster as it is. */
import { agentOptions } from "../skew/agent-options.ts";
import { corosyncSkew, type NodeConf } from "../skew/corosync.ts";
import type { SkewFinding } from "../skew/finding.ts";
import { lastOldNode } from "../skew/last-old.ts";
import { minorSkew } from "../skew/minor.ts";
import { remoteNewer } from "../skew/remote-newer.ts";
import { wrongRunCommand } from "../skew/run-command.ts";
import { schemaSkew } from "../skew/schema.ts";
import type { NodeVersions, ReplicaVersions } from "./document.ts";
import { featureSetOf } from "./forbidden.ts";

export interface FindingsInput {
  readonly nodes: readonly NodeVersions[];
  readonly replicas: readonly ReplicaVersions[];
  /** In force. */
  readonly schema: string | undefined;
  readonly confs: readonly NodeConf[];
  /** The run-command of a bundle, by its name. */
  readonly runCommand: (bundle: string) => string | undefined;
  /** Epoch seconds. */
  readonly now: number;
}

export function findingsOf({ nodes, replicas, schema, confs, runCommand, now }: FindingsInput): SkewFinding[] {
  const members = nodes.filter(({ kind }) => kind === "cluster");
  const releases = (of: readonly NodeVersions[]) =>
    of.flatMap(({ name, software }) =>
      software?.pacemaker === undefined ? [] : [{ name, release: software.pacemaker }],
    );
  const inside = replicas.flatMap(({ bundle, replica, pacemaker }) =>
    pacemaker === null ? [] : [{ name: replica, release: pacemaker, runCommand: runCommand(bundle) }],
  );
  return [
    ...minorSkew(
      members.flatMap((node) => {
        const featureSet = featureSetOf(node);
        return featureSet === undefined ? [] : [{ name: node.name, featureSet, since: node.since }];
      }),
      now,
    ),
    ...remoteNewer([...releases(nodes.filter(({ kind }) => kind !== "cluster")), ...inside], releases(members)),
    ...wrongRunCommand(inside),
    ...lastOldNode(members.map((node) => ({ name: node.name, online: node.online, featureSet: featureSetOf(node) }))),
    ...(schema === undefined
      ? []
      : schemaSkew(
          schema,
          members.flatMap(({ name, software }) =>
            software?.schema === undefined ? [] : [{ name, schema: software.schema }],
          ),
        )),
    ...corosyncSkew(confs),
    ...agentOptions(
      nodes.flatMap(({ name, software, removedCalls = [] }) =>
        removedCalls.map((use) => ({ ...use, node: name, release: software?.pacemaker })),
      ),
    ),
  ];
}
