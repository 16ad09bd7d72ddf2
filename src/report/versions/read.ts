/** Makes the document of versions of a reading of the CIB, and of what nodes and containers answered. */
import { readVersion } from "../../cib/patch/version.ts";
import { compareSchemas, releaseOf, releasesWith } from "../../cib/release/table.ts";
import { readStatus } from "../../cib/status.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { type Element, elements, get } from "../../cib/xml/tree.ts";
import type { ReadonlyModel } from "../../scheduler/model/cluster-model.ts";
import { newerThanFollowed } from "../../scheduler/model/dialect.ts";
import type { ReadonlyBundle } from "../../scheduler/model/read-only.ts";
import type { Reading } from "../../scheduler/reading.ts";
import type { NodeConf } from "../skew/corosync.ts";
import { isMixedVersion } from "../status/page.ts";
import { differencesOf } from "./differences.ts";
import type { NodeVersions, ReplicaVersions, Versions } from "./document.ts";
import { findingsOf } from "./findings.ts";
import { byFeatureSet, forbiddenBy } from "./forbidden.ts";

type Software = NonNullable<NodeVersions["software"]>;

/** A replica of a bundle with a resource inside, and so with a remote daemon. */
export interface RemotedReplica {
  readonly bundle: string;
  readonly runtime: "podman" | "docker";
  readonly image: string;
  /** The name of its node. */
  readonly replica: string;
  readonly container: string;
  /** Where it runs; undefined where it does not. */
  readonly node: string | undefined;
}

/** What a node answered, by its name in the cluster and its host's. */
type AnsweredNode = Software &
  Pick<NodeVersions, "since"> & {
    readonly node: string;
    readonly host: string;
    readonly removedCalls: NonNullable<NodeVersions["removedCalls"]>;
    readonly corosyncConf?: string;
  };

export interface VersionAnswers {
  /** Undefined: the nodes were not asked. */
  readonly nodes: readonly AnsweredNode[] | undefined;
  readonly silent: Versions["silent"];
  /** What the daemon of a replica said, such as `Pacemaker 2.1.5`; or why it said nothing. */
  readonly remoted: (replica: RemotedReplica) => { readonly said: string } | { readonly unknown: string };
  readonly engine: Versions["engine"];
}

/** For a shell. The daemon has had an underscore in its name until Pacemaker 2. */
export const ASK_REMOTED = "pacemaker-remoted --version 2>/dev/null || pacemaker_remoted --version";

/** Of what that prints; undefined where it is no answer. */
export function releaseSaid(answer: string): string | undefined {
  return /^Pacemaker (\d\S*)/m.exec(answer)?.[1];
}

/** Those that have a daemon to ask. */
export function remotedReplicas({ resources }: ReadonlyModel): RemotedReplica[] {
  return resources
    .filter((rsc): rsc is ReadonlyBundle => rsc.kind === "bundle")
    .flatMap((bundle) =>
      bundle.replicas.flatMap(({ connection, container }): RemotedReplica[] =>
        connection === undefined
          ? []
          : [
              {
                bundle: bundle.id,
                runtime: bundle.agent,
                image: bundle.image,
                replica: connection.id,
                container: container.id,
                node: container.active[0]?.name,
              },
            ],
      ),
    );
}

export function versionsOf({ cib, model, moment }: Reading, answers: VersionAnswers): Versions {
  const nodes = nodesOf(model, answers);
  const replicas = remotedReplicas(model).map((replica) => replicaOf(replica, answers));
  const differences = differencesOf(nodes, replicas);
  const featureSet = get(cib, "crm_feature_set");
  const newest = newestSchemaOfAll(nodes);
  const newer = newerThanFollowed(cib);
  return {
    document: "versions",
    version: 1,
    cib: readVersion(cib),
    asked: answers.nodes !== undefined,
    featureSet: featureSet ?? null,
    releases: featureSet === undefined ? null : releasesWith(featureSet),
    ...(newer === undefined ? {} : { newerThanKnown: newer }),
    dc: { name: model.dc?.name ?? null, version: model.options.properties.get("dc-version") ?? null },
    engine: answers.engine,
    follows: moment.dialect.version,
    schema: { inForce: get(cib, "validate-with") ?? null, newest: newest ?? null },
    mixed: isMixedVersion(model),
    alike: alikeOf({ model, nodes, replicas, differences, answers }),
    nodes,
    replicas,
    operations: operationsOf(cib),
    differences,
    findings: findingsOf({
      nodes,
      replicas,
      schema: get(cib, "validate-with"),
      confs: confsOf(nodes, answers.nodes),
      runCommand: (bundle) => runCommandOf(model, bundle),
      now: moment.now,
    }),
    forbidden: forbiddenBy({ nodes, differences, newestSchema: newest }),
    silent: answers.silent,
  };
}

/** Without the nodes that replicas are. */
function nodesOf(model: ReadonlyModel, { nodes: answered, silent }: VersionAnswers): NodeVersions[] {
  const ofReplicas = new Set(remotedReplicas(model).map(({ replica }) => replica));
  return model.nodes.flatMap((node): NodeVersions[] => {
    const { name, kind, online } = node;
    if (ofReplicas.has(name)) return [];
    const of = { name, kind, online, featureSet: node.attributes.get("#feature-set") ?? null };
    const found = answerOf(name, answered);
    if (found !== undefined) {
      const { node: _, host: __, since, removedCalls, corosyncConf: ___, ...software } = found;
      return [
        {
          ...of,
          software,
          ...(since === undefined ? {} : { since }),
          ...(removedCalls.length === 0 ? {} : { removedCalls }),
          ...(software.libqb === undefined ? { unknown: "its package database names no package of a cluster" } : {}),
        },
      ];
    }
    if (answered === undefined) return [{ ...of, software: null }];
    const way = silent.find((s) => s.way === name);
    return [
      { ...of, software: null, unknown: way?.reason ?? "the cluster's address names no way to it that answered" },
    ];
  });
}

/** A node is known by its host's name where Pacemaker does not run to say its own. */
function answerOf(name: string, answered: VersionAnswers["nodes"]): AnsweredNode | undefined {
  return answered?.find((a) => a.node === name) ?? answered?.find((a) => a.host === name);
}

function confsOf(nodes: readonly NodeVersions[], answered: VersionAnswers["nodes"]): NodeConf[] {
  return nodes.flatMap(({ name }) => {
    const found = answerOf(name, answered);
    return found?.corosyncConf === undefined ? [] : [{ name, text: found.corosyncConf, release: found.corosync }];
  });
}

function replicaOf(replica: RemotedReplica, { nodes, remoted }: VersionAnswers): ReplicaVersions {
  const { bundle, image, container, node } = replica;
  const of = { bundle, replica: replica.replica, container, node: node ?? null, image };
  const nothing = { pacemaker: null, protocol: null };
  if (nodes === undefined) return { ...of, ...nothing };
  const answer = remoted(replica);
  if ("unknown" in answer) return { ...of, ...nothing, unknown: answer.unknown };
  const release = releaseSaid(answer.said);
  if (release === undefined) return { ...of, ...nothing, unknown: "the remote daemon in it does not say its version" };
  return { ...of, pacemaker: release, protocol: releaseOf(release)?.remote ?? null };
}

/** What every cluster node has: what each says, else what its feature set is known to have. */
function newestSchemaOfAll(nodes: readonly NodeVersions[]): string | undefined {
  const known = nodes
    .filter(({ kind }) => kind === "cluster")
    .map(({ software }) => software?.schema)
    .filter((schema) => schema !== undefined);
  return [...known].sort(compareSchemas)[0];
}

interface Compared extends Pick<Versions, "nodes" | "replicas" | "differences"> {
  readonly model: ReadonlyModel;
  readonly answers: VersionAnswers;
}

function alikeOf({ model, nodes, replicas, differences, answers }: Compared): Versions["alike"] {
  const sets = byFeatureSet(nodes).map(({ set }) => set);
  if (isMixedVersion(model) || new Set(sets).size > 1 || differences.some(({ counts }) => counts)) return "False";
  if (answers.nodes === undefined) return "True";
  const unknown = [...nodes.filter(({ kind }) => kind !== "guest"), ...replicas.filter(({ node }) => node !== null)];
  return unknown.some((of) => of.unknown !== undefined) ? "Unknown" : "True";
}

function runCommandOf({ resourcesById }: ReadonlyModel, bundle: string): string | undefined {
  const xml = resourcesById.get(bundle)?.xml;
  const container = xml === undefined ? undefined : elements(xml).find(({ attributes }) => attributes.has("image"));
  return container === undefined ? undefined : get(container, "run-command");
}

/** By feature set, oldest first. */
function operationsOf(cib: Element): Versions["operations"] {
  const counts = new Map<string, number>();
  for (const { history } of readStatus(cib).nodes)
    for (const { element } of history)
      for (const op of element.children) {
        const set = op.kind === "element" ? get(op, "crm_feature_set") : undefined;
        if (set !== undefined) counts.set(set, (counts.get(set) ?? 0) + 1);
      }
  return [...counts]
    .map(([featureSet, count]) => ({ featureSet, count }))
    .sort((a, b) => compareDottedVersions(a.featureSet, b.featureSet));
}
