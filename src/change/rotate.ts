/**
 * A new value for a secret that parameters of the configuration hold: everywhere where it is used, in one change. Fence
 * devices are asked for their status with it first. Replicas that would restart together restart one after the other.
 */
import { pairs as pairsIn } from "../cib/fence-devices.ts";
import { rewriteRoot } from "../cib/xml/rewrite.ts";
import { child, type Element, elements, get, idOf, walk, withAttribute } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import { missing } from "../cluster/missing.ts";
import type { Cluster } from "../cluster/port.ts";
import { pairsOfSecret, readSecrets, type SecretsInput } from "../report/secrets/read.ts";
import { withSecondOpinion } from "./plan/crm-simulate-check.ts";
import { planChange } from "./plan/plan.ts";
import type { PreparedChange } from "./prepare.ts";

export interface PreparedRotation extends PreparedChange {
  /** Fence devices that took the new value, and those that there is no node to ask about. */
  readonly checked: readonly string[];
  readonly unchecked: readonly string[];
}

/**
 * @param name as `secrets` lists it for the cluster
 * @param value the new one; a line break at its end is none of it
 * Rejects with `missing` for an unknown name, `invalid` for a value that cannot be one, and `failed` where a device refuses it.
 */
export async function prepareRotation(cluster: Cluster, name: string, value: string): Promise<PreparedRotation> {
  const text = value.replace(/\r?\n$/, "");
  if (text === "" || /[\r\n\0]/.test(text))
    throw new HoldfastError("invalid", text === "" ? "the new value is empty" : "the new value has several lines");
  const snapshot = await cluster.read();
  const found = new Set(pairsNamed(snapshot.cib, name));
  const desired = rewriteRoot(snapshot.cib, (e) => (found.has(e) ? withAttribute(e, "value", text) : e));
  const devices = devicesWith(desired, new Set([...found].map(idOf)));
  if (desired !== snapshot.cib)
    for (const device of devices)
      await cluster.tools?.checkDevice(
        get(device, "type") ?? "",
        new Map(Object.entries(pairsIn(device, "instance_attributes"))),
      );
  const planned = planChange(snapshot, desired, { secrets: new Set([text]) });
  const ids = devices.map(idOf);
  return {
    ...(await withSecondOpinion(cluster, snapshot, planned)),
    desired,
    snapshot,
    checked: cluster.tools === undefined ? [] : ids,
    unchecked: cluster.tools === undefined ? ids : [],
  };
}

function pairsNamed(cib: Element, name: string): Element[] {
  const input: SecretsInput = { cib, declared: () => undefined, reloadable: new Map() };
  const pairs = pairsOfSecret(input, name);
  if (pairs.length > 0) return pairs;
  const all = readSecrets(input);
  const entry = all.find((s) => s.name === name);
  if (entry !== undefined)
    throw new HoldfastError(
      "unsupported",
      `${name} is no value of a parameter, so the configuration does not change with it`,
      {
        hint: entry.uses[0]?.rotation.text ?? "holdfast secrets",
      },
    );
  const names = all.map((s) => s.name);
  throw missing(`there is no secret "${name}"`, name, names, "holdfast secrets lists them");
}

function devicesWith(cib: Element, ids: ReadonlySet<string>): Element[] {
  const configuration = child(cib, "configuration");
  return (configuration === undefined ? [] : walk(configuration))
    .filter((e) => e.name === "primitive" && get(e, "class") === "stonith")
    .filter((e) => elements(e, "instance_attributes").some((set) => elements(set).some((p) => ids.has(idOf(p)))));
}
