/** A service's own probe, as the meta attribute that keeps it. */
import { formatOwnProbe, OWN_PROBE, type OwnProbe } from "../../cib/own-probe.ts";
import type { DeclaredProbe } from "../language/service.ts";
import type { Service } from "../model/model.ts";
import type { Problems } from "../read/shape.ts";

/** The service with the probe on the resource that stands for it as a whole. */
export function withProbe(service: Service, declared: DeclaredProbe | undefined, problems: Problems): Service {
  const probe = declared === undefined ? undefined : probeOf(declared, problems);
  if (probe === undefined) return service;
  const with_ = (meta: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
    new Map(meta).set(OWN_PROBE, formatOwnProbe(probe));
  const { primitive } = service;
  return service.kind === "primitive" && primitive !== undefined
    ? { ...service, primitive: { ...primitive, meta: with_(primitive.meta) } }
    : { ...service, meta: with_(service.meta) };
}

function probeOf({ command, tcp, http, at, keys }: DeclaredProbe, problems: Problems): OwnProbe | undefined {
  if (keys.size !== 1) {
    const found = keys.size === 0 ? "none of them" : [...keys.keys()].join(" and ");
    problems.add("bad-value", at, `expected one of command, tcp and http in a probe, found ${found}`);
    return undefined;
  }
  if (tcp !== undefined) return { tcp };
  if (http !== undefined) return { http: { port: http.port, path: http.path } };
  const [program, ...args] = command ?? [];
  if (program === undefined || program === "") {
    problems.add("bad-value", at, "expected a program in the command of a probe, found an empty list");
    return undefined;
  }
  return { command: [program, ...args] };
}
