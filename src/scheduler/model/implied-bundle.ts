/** A `bundle` element implies more than it says: its configuration and the definitions of its parts. */
import { type Element, idOf } from "../../cib/xml/tree.ts";
import { type BundleConfig, DEFAULT_PORT, innerCloneXml, readBundleConfig } from "./bundle-config.ts";
import { addressXml, containerXml, hostEntries, planReplicas, type ReplicaPlan } from "./bundle-container.ts";
import { impliedConnectionXml } from "./connections.ts";
import type { Dialect } from "./dialect.ts";
import { type PerElement, perElement } from "./element-cache.ts";
import { type IdFrom, sanitizeId, withoutColons } from "./implied-xml.ts";

interface ImpliedBundle {
  readonly config: BundleConfig;
  /** The clone around the inner resource. */
  readonly innerClone: Element | undefined;
  readonly replicas: readonly ImpliedReplica[];
}

export interface ImpliedReplica extends ReplicaPlan {
  readonly container: Element;
  readonly ip: Element | undefined;
  /** Into the container; absent where nothing runs inside. */
  readonly connection: Element | undefined;
}

type Implied = ImpliedBundle | { readonly problem: string };

/** The parts of a `bundle` element, named as a release names them; or, if it cannot be used, the reason. */
export function impliedBy({ colonsInIds }: Dialect): PerElement<Implied> {
  return colonsInIds ? impliedToday : impliedFormerly;
}

const impliedToday = perElement((xml) => implied(xml, sanitizeId));
const impliedFormerly = perElement((xml) => implied(xml, withoutColons));

function implied(xml: Element, idFrom: IdFrom): Implied {
  const config = readBundleConfig(idOf(xml), xml);
  return "problem" in config ? config : imply(config, idFrom);
}

function imply(config: BundleConfig, idFrom: IdFrom): ImpliedBundle {
  const plans = planReplicas(config);
  const entries = hostEntries(config, plans);
  return {
    config,
    innerClone: config.inner === undefined ? undefined : innerCloneXml(config, config.inner),
    replicas: plans.map((plan) => {
      const container = containerXml(config, plan, entries, idFrom);
      const ip = config.ipRangeStart === undefined ? undefined : addressXml(config, plan, idFrom);
      const name = `${config.id}-${plan.offset}`;
      const connection = config.inner === undefined ? undefined : connectionXml(config, plan, container, name);
      return { ...plan, container, ip, connection };
    }),
  };
}

/** The connection under this name, which is also that of the node it reaches. */
export function connectionXml(config: BundleConfig, plan: ReplicaPlan, container: Element, name: string): Element {
  return impliedConnectionXml({
    id: name,
    container: idOf(container),
    address: plan.ipAddress ?? "#uname",
    port: config.controlPort ?? DEFAULT_PORT,
  });
}
