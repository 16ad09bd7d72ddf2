/**
 * Where a cluster is, as `--cluster` and `HOLDFAST_CLUSTER` take it: `file:PATH`, `embedded:DIR`, or a Pacemaker
 * cluster: `pacemaker:` when this machine is one of its nodes, `pacemaker+ssh://USER@HOST,HOST` for any of several
 * nodes, `pacemaker+exec:COMMAND,COMMAND` for nodes that a command runs programs in (`podman exec -i node1`).
 */

import { HoldfastError } from "./error.ts";

export type Reach =
  | { readonly via: "local" }
  | { readonly via: "ssh"; readonly user: string | undefined; readonly host: string; readonly port: number | undefined }
  | { readonly via: "exec"; readonly prefix: readonly [string, ...string[]] };

export interface PacemakerUrl {
  readonly kind: "pacemaker";
  /** In the order they are tried. */
  readonly reach: readonly [Reach, ...Reach[]];
}

export type ClusterUrl =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "embedded"; readonly directory: string }
  | PacemakerUrl;

const FORMS = "file:PATH, embedded:DIR, pacemaker:, pacemaker+ssh://USER@HOST or lab:";

function refuse(text: string, why: string): never {
  throw new HoldfastError("usage", `"${text}" ${why}`, { hint: `write ${FORMS}` });
}

/** Throws `usage` when `text` is no cluster's address. Paths may be relative, and `file:///x` is `/x`. */
export function parseClusterUrl(text: string): ClusterUrl {
  const colon = text.indexOf(":");
  const scheme = colon < 0 ? "" : text.slice(0, colon);
  const rest = text.slice(colon + 1);
  switch (scheme) {
    case "file":
      return { kind: "file", path: parsePath(text, scheme, rest) };
    case "embedded":
      return { kind: "embedded", directory: parsePath(text, scheme, rest) };
    case "pacemaker":
      if (!/^\/*$/.test(rest)) refuse(text, "has something after the colon; pacemaker: is the cluster of this machine");
      return { kind: "pacemaker", reach: [{ via: "local" }] };
    case "pacemaker+ssh":
      return { kind: "pacemaker", reach: parseHosts(text, rest) };
    case "pacemaker+exec":
      return { kind: "pacemaker", reach: parseCommands(text, rest) };
    default:
      return refuse(text, "is not a cluster's address");
  }
}

function parsePath(text: string, scheme: string, rest: string): string {
  const path = rest.startsWith("///") ? rest.slice(2) : rest;
  if (path.startsWith("//")) refuse(text, `names a host; a ${scheme} cluster is on this machine`);
  return path === "" ? refuse(text, "lacks a path") : path;
}

// Neither may begin with a dash, which ssh would take for an option.
const HOST = /^(?:([A-Za-z0-9_][\w.-]*)@)?([A-Za-z0-9_][\w.-]*|\[[0-9A-Fa-f:.]+(?:%\w+)?\])(?::(\d{1,5}))?$/;

/** The first one's user and port hold for those that name none. */
function parseHosts(text: string, rest: string): [Reach, ...Reach[]] {
  const hosts = /^\/\/([^/]+)\/?$/.exec(rest)?.[1]?.split(",") ?? refuse(text, "lacks a host");
  let user: string | undefined;
  let port: number | undefined;
  const reach = hosts.map((name): Reach => {
    const match = HOST.exec(name) ?? refuse(text, `names "${name}", which is not a host`);
    user = match[1] ?? user;
    port = match[3] === undefined ? port : Number(match[3]);
    return { via: "ssh", user, host: (match[2] ?? "").replace(/^\[|\]$/g, ""), port };
  });
  const [first, ...others] = reach;
  return first === undefined ? refuse(text, "lacks a host") : [first, ...others];
}

function parseCommands(text: string, rest: string): [Reach, ...Reach[]] {
  const reach = rest.split(",").map((command): Reach => {
    const [program, ...args] = command.split(" ").filter((word) => word !== "");
    return program === undefined ? refuse(text, "lacks a command") : { via: "exec", prefix: [program, ...args] };
  });
  const [first, ...others] = reach;
  return first === undefined ? refuse(text, "lacks a command") : [first, ...others];
}

/** The reverse of {@link parseClusterUrl}. */
export function formatClusterUrl(url: ClusterUrl): string {
  if (url.kind === "file") return `file:${url.path}`;
  if (url.kind === "embedded") return `embedded:${url.directory}`;
  const [{ via }] = url.reach;
  if (via === "local") return "pacemaker:";
  return via === "ssh"
    ? `pacemaker+ssh://${url.reach.map(formatReach).join(",")}`
    : `pacemaker+exec:${url.reach.map(formatReach).join(",")}`;
}

function formatReach(reach: Reach): string {
  if (reach.via === "local") return "";
  if (reach.via === "exec") return reach.prefix.join(" ");
  const host = reach.host.includes(":") ? `[${reach.host}]` : reach.host;
  return `${reach.user === undefined ? "" : `${reach.user}@`}${host}${reach.port === undefined ? "" : `:${reach.port}`}`;
}
