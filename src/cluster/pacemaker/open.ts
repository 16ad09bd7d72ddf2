/** From the ways an address names to a cluster. */

import type { Cluster } from "../port.ts";
import type { PacemakerUrl, Reach } from "../url.ts";
import { pacemakerCluster } from "./cluster.ts";
import { localRunner, prefixRunner, type Runner } from "./runner.ts";
import { sshRunner } from "./ssh.ts";

/** The way to one machine. */
export function runnerFor(reach: Reach): Runner {
  switch (reach.via) {
    case "local":
      return localRunner();
    case "ssh":
      return sshRunner(reach);
    case "exec":
      return prefixRunner(reach.prefix);
  }
}

/** Nothing is asked yet: what does not answer shows at the first use. */
export function openPacemaker(url: PacemakerUrl, text: string): Cluster {
  const [first, ...others] = url.reach;
  return pacemakerCluster(text, [runnerFor(first), ...others.map(runnerFor)]);
}
