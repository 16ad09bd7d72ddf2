/** Has a service whose container takes a new file without a restart take it. */
import type { ContainerPlace, NodeCommand } from "../../cluster/port.ts";
import { RELOADS, type Reload } from "../../report/secrets/reloads.ts";

/** @param service the name that its health check has */
export const reloadOf = (service: string): Reload | undefined => RELOADS.find((r) => r.service === service)?.reload;

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
