/** The services that are known, each in a file of its own. Any other one is judged by the CIB alone. */
import type { KnownService } from "./model/service.ts";
import type { HealthSubject } from "./model/subject.ts";
import { cinderVolumeHealth } from "./services/cinder-volume.ts";
import { drbdHealth } from "./services/drbd.ts";
import { galeraHealth } from "./services/galera.ts";
import { haproxyHealth } from "./services/haproxy.ts";
import { ovnDbsHealth } from "./services/ovn-dbs.ts";
import { ownProbe } from "./services/own-probe.ts";
import { postgresqlHealth } from "./services/postgresql.ts";
import { rabbitmqHealth } from "./services/rabbitmq.ts";
import { redisHealth } from "./services/redis.ts";

const KNOWN: readonly KnownService[] = [
  galeraHealth,
  rabbitmqHealth,
  redisHealth,
  ovnDbsHealth,
  haproxyHealth,
  cinderVolumeHealth,
  postgresqlHealth,
  drbdHealth,
];

/** The one that fits, if any, and the user's own probe, if there is one. */
export function servicesFor(subject: HealthSubject): readonly KnownService[] {
  const found = KNOWN.find((service) => service.fits(subject));
  const own = subject.ownProbe === undefined ? [] : [ownProbe(subject.ownProbe)];
  return found === undefined ? own : [found, ...own];
}
