/** The services that are known, each in a file of its own. Any other one is judged by the CIB alone. */
import type { KnownService } from "./model/service.ts";
import type { HealthSubject } from "./model/subject.ts";
import { cinderVolume } from "./services/cinder-volume.ts";
import { drbd } from "./services/drbd.ts";
import { galera } from "./services/galera.ts";
import { haproxy } from "./services/haproxy.ts";
import { ovnDbs } from "./services/ovn-dbs.ts";
import { postgresql } from "./services/postgresql.ts";
import { rabbitmq } from "./services/rabbitmq.ts";
import { redis } from "./services/redis.ts";

const KNOWN: readonly KnownService[] = [galera, rabbitmq, redis, ovnDbs, haproxy, cinderVolume, postgresql, drbd];

/** The one that fits, if any. */
export function servicesFor(subject: HealthSubject): readonly KnownService[] {
  const found = KNOWN.find((service) => service.fits(subject));
  return found === undefined ? [] : [found];
}
