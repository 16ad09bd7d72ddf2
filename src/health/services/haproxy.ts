/**
 * HAProxy. It is whole when it answers on its socket, and has no backend down that another replica has up: what all of them
 * have down is no fault of this one. Recognised by its agent, or as a bundle's container by its image or name. Source: HAProxy's
 * management guide, `show stat`.
 */
import { no, yes } from "../model/condition.ts";
import { type Among, type AskReplica, type Heard, type Opinion, said, serviceOf, unheard } from "../model/service.ts";
import { answerOf } from "./ask.ts";

export interface Balancer {
  /** Names of backends that have no server to send anything to. */
  readonly down: readonly string[];
  readonly up: readonly string[];
}

/** As TripleO calls it, whatever its image. */
const BUNDLE = "haproxy-bundle";
const SOCKETS = ["/var/lib/haproxy/stats", "/run/haproxy/admin.sock"] as const;

export const haproxyHealth = serviceOf<Balancer>({
  name: "haproxy",
  fits: ({ rsc, agent, image }) =>
    agent === undefined ? isImageOf(image, "haproxy") || rsc.id === BUNDLE : /:haproxy$/.test(agent),
  look,
  judge,
});

/** Whether the last part of an image's name, without its tag, is of that service: `openstack-haproxy`, `haproxy`. */
export function isImageOf(image: string | undefined, service: string): boolean {
  const name = image?.split("/").at(-1)?.split(/[:@]/)[0] ?? "";
  return name === service || name.endsWith(`-${service}`);
}

async function look(ask: AskReplica): Promise<Heard<Balancer>> {
  let last: Heard<Balancer> | undefined;
  for (const socket of SOCKETS) {
    const outcome = await ask(["socat", "-t", "5", "stdio", `unix-connect:${socket}`], { input: "show stat\n" });
    const text = answerOf(outcome);
    const balancer = text === undefined ? undefined : parseStat(text);
    if (balancer !== undefined) return said(balancer);
    last ??= unheard("socat", outcome);
    if (outcome.kind === "silent") break;
  }
  return last ?? unheard("socat", { kind: "answered", exit: 0, stdout: "", stderr: "" });
}

/** Reads the CSV by the names in its first line; undefined unless it is ended by an empty line, as the socket ends it. */
function parseStat(text: string): Balancer | undefined {
  const [head, ...lines] = text.split("\n");
  if (head === undefined || !head.startsWith("# ") || !text.endsWith("\n\n")) return undefined;
  const names = head.slice(2).split(",");
  const [proxy, server, status] = [names.indexOf("pxname"), names.indexOf("svname"), names.indexOf("status")];
  if (proxy < 0 || server < 0 || status < 0) return undefined;
  const backends = lines.flatMap((line): { readonly name: string; readonly status: string }[] => {
    const fields = line.split(",");
    const [name, is] = [fields[proxy], fields[status]];
    return fields[server] === "BACKEND" && name !== undefined && is !== undefined ? [{ name, status: is }] : [];
  });
  if (lines.every((line) => line === "")) return undefined;
  const isUp = (is: string): boolean => is.startsWith("UP");
  return {
    up: backends.filter((b) => isUp(b.status)).map((b) => b.name),
    down: backends.filter((b) => !isUp(b.status)).map((b) => b.name),
  };
}

function judge({ up, down }: Balancer, { others }: Among<Balancer>): Opinion {
  const behind = down.filter((name) => others.some(({ value }) => value.up.includes(name)));
  if (behind.length > 0)
    return { whole: no("BackendsDown", `it has backends down that another replica has up: ${behind.join(", ")}`) };
  const shared = down.length === 0 ? "" : `; down on every replica: ${down.join(", ")}`;
  return { whole: yes("Serving", `it serves ${up.length} of ${up.length + down.length} backends${shared}`) };
}
