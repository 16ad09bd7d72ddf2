import type { Deployment } from "../../catalogue/entry.ts";

/** A deployment in which nothing is special: no address, no TLS, images by their short names. */
export function plainDeployment({ runtime, nodes }: Pick<Deployment, "runtime" | "nodes">): Deployment {
  return {
    runtime,
    image: (name) => name,
    nodes,
    host: (node) => node,
    virtualIp: undefined,
    tls: { internal: false, public: false, caFile: "" },
  };
}
