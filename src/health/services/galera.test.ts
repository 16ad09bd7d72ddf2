/** What is made of the client's answers. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseGalera } from "./galera.ts";

/** Of MariaDB 10.11 with Galera 4, asked with --batch. */
const SYNCED = `wsrep_local_recv_queue\t0
wsrep_local_state\t4
wsrep_local_state_comment\tSynced
wsrep_cluster_size\t3
wsrep_cluster_state_uuid\t0b5b6b0e-cc0c-11f0-9d0e-7a2d2f9d7f55
wsrep_cluster_status\tPrimary
wsrep_connected\tON
wsrep_ready\tON
read_only\tOFF
`;

test("a synced member", () => {
  expect(parseGalera(SYNCED)).toEqual({
    ready: true,
    connected: true,
    component: "Primary",
    state: 4,
    stateName: "Synced",
    size: 3,
    cluster: "0b5b6b0e-cc0c-11f0-9d0e-7a2d2f9d7f55",
    queue: 0,
    readOnly: false,
  });
});

test("a server without Galera, another program's words and a half answer are not read", () => {
  for (const text of ["", "read_only\tOFF\n", "ERROR 2002 (HY000): Can't connect", SYNCED.replace("\t4", "\tfour")])
    expect(parseGalera(text)).toBeUndefined();
  fc.assert(
    fc.property(fc.integer({ min: 0, max: SYNCED.trimEnd().length - 1 }), (length) => {
      expect(parseGalera(SYNCED.slice(0, length))).toBeUndefined();
    }),
  );
});

test("garbage is not read", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(SYNCED.length), (garbage, at) => {
      const read = parseGalera(garbage);
      const mixed = parseGalera(`${SYNCED.slice(0, at)}${garbage}`);
      expect(read).toBeUndefined();
      if (mixed !== undefined && at < SYNCED.length - 1) expect(garbage).toContain("O");
    }),
  );
});
