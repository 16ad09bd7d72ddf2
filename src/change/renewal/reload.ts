/**
 * Services whose containers take a new file without a restart. HAProxy: its management guide, SIGUSR2 to the master. MariaDB:
 * FLUSH SSL, since 10.4. RabbitMQ: its TLS guide, the cache of PEM files is cleared, and new connections read them again.
 */
import type { ContainerPlace, NodeCommand } from "../../cluster/port.ts";

/** In the container, or a signal to its first process. */
export type Reload =
  | { readonly how: "signal"; readonly signal: string }
  | { readonly how: "command"; readonly argv: readonly [string, ...string[]] };

/** By the name that its health check has. */
const RELOADS: Readonly<Record<string, Reload>> = {
  haproxy: { how: "signal", signal: "USR2" },
  galera: { how: "command", argv: ["mysql", "-e", "FLUSH SSL"] },
  rabbitmq: { how: "command", argv: ["rabbitmqctl", "eval", "ssl:clear_pem_cache()."] },
};

export const reloadOf = (service: string): Reload | undefined => RELOADS[service];

/** What Kolla copies below the container's root when the container starts. */
const COPIED = /^\/var\/lib\/kolla\/config_files\/src[^/]*(?=\/)/;

/** Over the old content, which keeps owner and mode. */
const COPY = 'cat -- "$1" > "$2"';

type Call = Pick<NodeCommand, "argv" | "container">;

/** What is run on the node and in the container, in this order. */
export function reloadCalls(reload: Reload, container: ContainerPlace, target: string | undefined): Call[] {
  const copied = target?.replace(COPIED, "");
  const copy: Call[] =
    target === undefined || copied === undefined || copied === target
      ? []
      : [{ container, argv: ["sh", "-c", COPY, "sh", target, copied] }];
  const last: Call =
    reload.how === "command"
      ? { container, argv: reload.argv }
      : { container: undefined, argv: [container.runtime, "kill", "--signal", reload.signal, container.name] };
  return [...copy, last];
}
