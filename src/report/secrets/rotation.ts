/** The least that makes a new value of a secret take effect where it is used. */
import type { SecretUse } from "./document.ts";
import { RELOADS } from "./reloads.ts";

type Rotation = SecretUse["rotation"];

export interface UsedAt {
  readonly in: SecretUse["in"];
  /** Such as `ocf:heartbeat:galera`; undefined for a container without one. */
  readonly agent: string | undefined;
  /** More than one instance of the resource can run. */
  readonly replicated: boolean;
  readonly name: string;
  readonly path: string | undefined;
}

/**
 * @param service the resource's own name, since a bundle without an agent is known by it alone
 * @param reloadable names of parameters that the agent's metadata say a change of which needs no restart; undefined where
 * they are not known
 */
export function rotationOf(place: UsedAt, service: string, reloadable: ReadonlySet<string> | undefined): Rotation {
  const { agent = "", name, path } = place;
  if (agent.startsWith("stonith:"))
    return place.in === "file"
      ? {
          code: "fence-parameter",
          text: "the device reads the file at every call: replace it, then check the device's status",
        }
      : {
          code: "fence-parameter",
          text: "the device's parameter is set after a status check with the new value; the device starts anew, nothing else",
        };
  if (place.in === "parameter" && reloadable?.has(name) === true)
    return {
      code: "reload-parameter",
      text: "the agent takes a new value of this parameter by a reload, without a restart",
    };
  const how = RELOADS.find(({ named }) => named.test(agent) || named.test(service))?.text;
  if (how !== undefined && (place.in === "mount" || place.in === "file"))
    return isFile(path) && place.in === "mount"
      ? { code: "reload-service", text: `${how}; written in place, since a container keeps the file that was mounted` }
      : { code: "reload-service", text: how };
  return place.replicated
    ? { code: "rolling-restart", text: "its replicas take the new value one after the other, each by a restart" }
    : { code: "restart", text: "the resource is restarted to take the new value" };
}

/** A mount of one file, as far as its name tells. */
const isFile = (path: string | undefined): boolean => /\.\w+$|\.erlang\.cookie$/.test(path ?? "");
