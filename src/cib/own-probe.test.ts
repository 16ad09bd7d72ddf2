/** A probe is read as it was written, and nothing else is taken for one. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatOwnProbe, type OwnProbe, parseOwnProbe } from "./own-probe.ts";

const port = fc.integer({ min: 1, max: 65535 });
const word = fc.string({ minLength: 1 });
const probe: fc.Arbitrary<OwnProbe> = fc.oneof(
  port.map((tcp) => ({ tcp })),
  fc.record({ http: fc.record({ port, path: fc.string().map((rest) => `/${rest}`) }) }),
  fc.tuple(word, fc.array(word)).map(([first, others]): OwnProbe => ({ command: [first, ...others] })),
);

test("what is written is read", () => {
  fc.assert(fc.property(probe, (one) => void expect(parseOwnProbe(formatOwnProbe(one))).toEqual(one)));
});

test("what is no probe is not read", () => {
  const wrong = ["", "tcp:80", "{}", '{"tcp":0}', '{"tcp":"80"}', '{"command":[]}', '{"command":"x"}', "[1]", "null"];
  const more = [
    '{"tcp":80,"command":["x"]}',
    '{"http":{"port":80}}',
    '{"http":{"port":80,"path":"up"}}',
    '{"command":[1]}',
  ];
  for (const text of [...wrong, ...more]) expect([text, parseOwnProbe(text)]).toEqual([text, undefined]);
});
