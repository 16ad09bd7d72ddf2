/** A service as the one resource that stands for it: a bundle, a clone or a primitive. */
import { type Element, element } from "../../cib/xml/tree.ts";
import type { Container, Service } from "../model/model.ts";
import { metaAttributes } from "./primitive-element.ts";

export function serviceElement(service: Service, runtime: "podman" | "docker", inner: Element | undefined): Element {
  const children = inner === undefined ? [] : [inner];
  const meta = metaAttributes(service.id, service.meta);
  switch (service.kind) {
    case "bundle": {
      const { container } = service;
      if (container === undefined) throw new Error(`the bundle ${service.id} has no container`);
      return element("bundle", { id: service.id }, [...meta, ...containerElements(container, runtime), ...children]);
    }
    case "clone":
    case "promotable":
      return element("clone", { id: service.id }, [...children, ...meta]);
    case "primitive":
      if (inner === undefined) throw new Error(`the primitive ${service.id} has no agent`);
      return inner;
  }
}

function containerElements(c: Container, runtime: "podman" | "docker"): Element[] {
  const elements = [
    element(runtime, {
      image: c.image,
      network: c.network,
      options: c.options === "" ? undefined : c.options,
      "promoted-max": c.promotedMax === undefined ? undefined : String(c.promotedMax),
      replicas: String(c.replicas),
      "run-command": c.runCommand,
    }),
  ];
  if (c.controlPort !== undefined) elements.push(element("network", { "control-port": String(c.controlPort) }));
  const mounts = c.mounts.map((m) =>
    element("storage-mapping", {
      id: m.id,
      options: m.options,
      "source-dir": m.source,
      "source-dir-root": m.sourceRoot,
      "target-dir": m.target,
    }),
  );
  if (mounts.length > 0) elements.push(element("storage", {}, mounts));
  return elements;
}
