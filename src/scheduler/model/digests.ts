/**
 * Whether a resource's definition is still the one an operation ran with. The history keeps digests of the parameters;
 * the same digests are made of the present definition and compared.
 * Behaviour: docs/pacemaker/configuration-changes.md#digest-of-all-parameters,
 * docs/pacemaker/configuration-changes.md#verdicts.
 */
import { digestAttributes, filterForDigest } from "../../cib/digest.ts";
import { operationKey } from "../../cib/operation.ts";
import { compareDottedVersions } from "../../cib/value/dotted-version.ts";
import { type Element, get } from "../../cib/xml/tree.ts";
import type { ClusterModel, Digests } from "./cluster-model.ts";
import { isConnectionXml } from "./connections.ts";
import { perElement } from "./element-cache.ts";
import { entryInterval } from "./history-entry.ts";
import { findOperation, type OperationName, operationMeta } from "./operation-config.ts";
import { ownParams, resourceParams } from "./params.ts";
import { readValues } from "./read-values.ts";
import { topOf } from "./resource.ts";
import type { Node, Resource } from "./types.ts";
import { currentNode } from "./whereabouts.ts";

/** Recorded in place of a digest where a monitor has to be run anew because its failure is too old to count. */
const EXPIRED = "calculated-failure-timeout";

/**
 * The digests of the present definition for the operation that `op` records, with the verdict of the comparison. The
 * verdict is `unknown` when the entry recorded no digest.
 */
export function digestCheck(s: ClusterModel, rsc: Resource, op: Element, node: Node): Digests {
  const intervalMs = entryInterval(op);
  const task = get(op, "operation") ?? "";
  const digests = digestsFor(s, rsc, { task, intervalMs }, node, op);
  const recordedAll = get(op, "op-digest");
  const restart = recordedRestart(s, op);
  if (restart !== undefined && digests.restart !== undefined && restart !== digests.restart) {
    digests.verdict = "restart";
  } else if (recordedAll === undefined) digests.verdict = "unknown";
  else if (recordedAll === digests.all) {
    digests.verdict = "match";
  } else if (intervalMs !== 0 || digests.verdict !== "restart") digests.verdict = "mismatch";
  return digests;
}

/** Whether only parameters outside the secure digest differ. Files made for reading by others have secrets masked. */
export function onlySecretsChanged(op: Element, digests: Digests): boolean {
  return digests.verdict !== "match" && get(op, "op-secure-digest") === digests.secure;
}

/** Whether a node was last unfenced with the device as it is defined now; the node keeps the digests as attributes. */
export function fencingDigest(s: ClusterModel, device: Resource, agent: string, node: Node): Digests {
  const digests = digestsFor(s, device, { task: "stonith-on", intervalMs: 0 }, node, undefined);
  const all = node.attributes.get("#digests-all");
  const secure = node.attributes.get("#digests-secure");
  const prefix = `${device.id}:${agent}:`;
  if (all === undefined) digests.verdict = "unknown";
  else if (all.includes(prefix + digests.all)) digests.verdict = "match";
  else if (secure?.includes(prefix + digests.secure) === true) {
    s.notes?.secretChanges.push({ rsc: device, node });
    digests.verdict = "match";
  } else digests.verdict = "mismatch";
  return digests;
}

/** A connection into a bundle whose containers have no address of their own: it is that of the container's host. */
export function needsBundleAddress(s: ClusterModel, rsc: Resource): boolean {
  // The parameters first: reading them may set the time of the next run, of whatever resource they are.
  return resourceParams(s, rsc, undefined).get("addr")?.toLowerCase() === "#uname" && isConnectionXml(rsc.xml);
}

/** The name of the node that such a connection is to be made to, where it is known. */
function bundleAddress(s: ClusterModel, rsc: Resource): string | undefined {
  if (!needsBundleAddress(s, rsc)) return undefined;
  const bundle = topOf(rsc);
  const replica =
    bundle.kind === "bundle" ? bundle.replicas.find((candidate) => candidate.connection === rsc) : undefined;
  if (replica === undefined) return undefined;
  return (replica.container.assigned ?? currentNode(replica.container))?.name;
}

function digestsFor(s: ClusterModel, rsc: Resource, name: OperationName, node: Node, op: Element | undefined): Digests {
  const key = `${operationKey(rsc.id, name.task, name.intervalMs)} ${node.index}`;
  const known = s.digests.get(key);
  if (known !== undefined) return known;
  const made = makeDigests(s, rsc, name, node, op);
  s.digests.set(key, made);
  return made;
}

function makeDigests(
  s: ClusterModel,
  rsc: Resource,
  name: OperationName,
  node: Node,
  op: Element | undefined,
): Digests {
  const { task, intervalMs } = name;
  const config = findOperation(rsc, task, intervalMs, true);
  // Of the operation's meta-attributes the digest knows no other.
  const timeout = intervalMs === 0 ? undefined : operationMeta(s, rsc, config, name, node).get("timeout");
  const ofOperation = new Map<string, string>();
  if (config !== undefined)
    readValues(s, config, "instance_attributes", ofOperation, { nodeAttributes: node.attributes });
  const params = resourceParams(s, rsc, node);
  const address = bundleAddress(s, rsc);
  const ownOnly = address === undefined && ofOperation.size === 0 && ownParams(s, rsc) !== undefined;
  const digested = ownOnly
    ? ownParameters(s, rsc, params, timeout, intervalMs)
    : parametersOf(params, ofOperation, address, timeout, intervalMs);
  let secure: string | undefined;
  return {
    // Parameters of a one-shot operation act when it is run, so their change cannot be taken up without running it.
    verdict: intervalMs === 0 && ofOperation.size > 0 ? "restart" : "match",
    all: digested.all,
    // Hardly ever asked for.
    get secure() {
      secure ??= secureDigest(s, rsc, params, digested.parameters, op);
      return secure;
    },
    restart: op === undefined || recordedRestart(s, op) === undefined ? undefined : restartDigest(digested, op),
  };
}

const TIMEOUT = "CRM_meta_timeout";

/** What a digest is taken of. */
interface DigestedParameters {
  readonly parameters: ReadonlyMap<string, string>;
  /** The digest of all. */
  readonly all: string;
  /** Digests of the parameters in a list of names, by the list. */
  readonly restart: Map<string, string>;
}

/** By timeout (undefined for one-shot operations), for a definition in the element cache. */
const noDigests = perElement(() => new Map<string | undefined, DigestedParameters>());

/** The digest of a definition's own parameters follows from them and the timeout alone. */
function ownParameters(
  { elementCache }: ClusterModel,
  { xml }: Resource,
  params: ReadonlyMap<string, string>,
  timeout: string | undefined,
  intervalMs: number,
): DigestedParameters {
  const byTimeout = elementCache.of(noDigests, xml);
  let digested = byTimeout.get(timeout);
  if (digested === undefined) {
    digested = parametersOf(params, NONE, undefined, timeout, intervalMs);
    byTimeout.set(timeout, digested);
  }
  return digested;
}

const NONE: ReadonlyMap<string, string> = new Map();

function parametersOf(
  params: ReadonlyMap<string, string>,
  ofOperation: ReadonlyMap<string, string>,
  address: string | undefined,
  timeout: string | undefined,
  intervalMs: number,
): DigestedParameters {
  const everything = new Map<string, string>();
  if (address !== undefined) everything.set("addr", address);
  addMissing(everything, params);
  addMissing(everything, ofOperation);
  if (timeout !== undefined && !everything.has(TIMEOUT)) everything.set(TIMEOUT, timeout);
  const parameters = filterForDigest(everything, intervalMs);
  return { parameters, all: digestAttributes(parameters), restart: new Map() };
}

function addMissing(into: Map<string, string>, from: ReadonlyMap<string, string>): void {
  for (const [name, value] of from) {
    if (!into.has(name)) into.set(name, value);
  }
}

function recordedRestart(s: ClusterModel, op: Element): string | undefined {
  return s.expiredMonitors.has(op) ? EXPIRED : get(op, "op-restart-digest");
}

/** The agent lists the parameters that force a restart; without a list they all do. */
function restartDigest({ parameters, all, restart }: DigestedParameters, op: Element): string {
  const list = get(op, "op-force-restart");
  if (list === undefined) return all;
  let digest = restart.get(list);
  if (digest === undefined) {
    const forcing = list.split(" ");
    digest = digestAttributes(new Map([...parameters].filter(([name]) => forcing.includes(name))));
    restart.set(list, digest);
  }
  return digest;
}

/**
 * Entries written before feature set 3.16.0 took it of the resource's own parameters alone. A recurring operation's
 * timeout is left out although the controller counts it in, so that after a change of secrets its monitors are always set
 * anew (seen with 2.1.5 and 3.0.3 on what a live 2.1.5 had recorded).
 */
function secureDigest(
  s: ClusterModel,
  rsc: Resource,
  params: ReadonlyMap<string, string>,
  all: ReadonlyMap<string, string>,
  op: Element | undefined,
): string {
  const version = (op === undefined ? undefined : get(op, "crm_feature_set")) ?? get(s.cib, "crm_feature_set");
  const old = version !== undefined && compareDottedVersions(version, "3.16.0") < 0;
  const secrets = (op === undefined ? "passwd password user" : (get(op, "op-secure-params") ?? "")).split(" ");
  const kept = new Map<string, string>();
  for (const [name, value] of old ? filterForDigest(params, 0) : all) {
    if (secrets.includes(name) || name === TIMEOUT) continue;
    if (old && rsc.fenceDevice && FENCING_PARAMETER.test(name)) continue;
    kept.set(name, value);
  }
  return digestAttributes(kept);
}

/** Parameters of fence devices that the cluster itself takes note of; no agent knows them. */
const FENCING_PARAMETER =
  /^(provides|stonith-timeout|pcmk_(action_limit|delay_base|delay_max|host_argument|host_check|host_list|host_map)|pcmk_.+_(action|retries|timeout))$/;
