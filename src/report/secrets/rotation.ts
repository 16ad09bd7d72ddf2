/** The least that makes a new value of a secret take effect where it is used. */
import type { SecretUse } from "./document.ts";

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

/** Services that take new files without a restart, by the type of the agent that runs them or of the bundle's name. */
const RELOADS: readonly (readonly [RegExp, string])[] = [
  [
    /haproxy/i,
    "HAProxy loads it on a reload, which keeps connections: a new file in the directory, then SIGUSR2 to its master",
  ],
  [/galera|mysql|mariadb/i, "MariaDB loads certificates with FLUSH SSL, without a restart"],
  [/rabbitmq/i, "RabbitMQ reads certificates again after ssl:clear_pem_cache(), for new connections"],
  [/redis/i, "Redis loads certificates when CONFIG SET names their files again"],
  [/pgsql|postgres/i, "PostgreSQL loads certificates and passwords on a reload"],
  [/httpd|apache|nginx/i, "the web server loads it on a reload"],
];

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
  const how = RELOADS.find(([what]) => what.test(agent) || what.test(service))?.[1];
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
