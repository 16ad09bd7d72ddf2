/** The services Holdfast knows by name, in the order in which TripleO creates them. */
import { cinderVolume } from "./cinder-volume.ts";
import type { CatalogueEntry } from "./entry.ts";
import { galera } from "./galera.ts";
import { haproxy } from "./haproxy.ts";
import { ovnDbs } from "./ovn-dbs.ts";
import { rabbitmq } from "./rabbitmq.ts";
import { redis } from "./redis.ts";

export const CATALOGUE: ReadonlyMap<string, CatalogueEntry> = new Map(
  [galera, rabbitmq, redis, haproxy, ovnDbs, cinderVolume].map((entry) => [entry.name, entry]),
);
