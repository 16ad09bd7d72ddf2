/** Each rule about corosync.conf, with a file that breaks it and one that does not. */
import { describe, expect, test } from "vitest";
import { parseConf } from "../../corosync/parse.ts";
import { CONF_TABLE, confText } from "./conf-rules.testing.ts";
import { CONF_RULES } from "./conf-rules.ts";
import { RULE_IDS } from "./read.ts";
import { verifyConf } from "./read-conf.ts";
import { verifyAnswer } from "./schema.ts";
import { readSilences } from "./silence.ts";

function verified(text: string, nodesOfCib?: readonly string[]) {
  const read = parseConf(text, "c.conf");
  if (!read.ok) throw new Error(read.problems.map((p) => `${p.where?.line}: ${p.message}`).join("\n"));
  const { silences } = readSilences(text, RULE_IDS);
  return verifyAnswer.parse(verifyConf(read.conf, { file: "c.conf", silences, nodesOfCib }));
}

const broken = (text: string): string[] => verified(text).findings.map(({ rule }) => rule);

describe("each rule", () => {
  test("is in the table", () => expect(Object.keys(CONF_TABLE).sort()).toEqual(CONF_RULES.map(({ id }) => id).sort()));

  for (const [rule, [wrong, sound]] of Object.entries(CONF_TABLE))
    test(`${rule} is broken by the one and not by the other`, () => {
      expect(broken(confText(wrong))).toContain(rule);
      expect(broken(confText(sound))).not.toContain(rule);
    });
});

test("a sound file has no finding", () => expect(broken(confText({}))).toEqual([]));

test("a finding has its line, its key and the nearest name", () => {
  expect(verified(confText({ totem: "crypto_cipher: aes256;crypto_hash: sha256; tokn: 3000" })).findings).toMatchObject(
    [
      {
        path: "totem.tokn",
        text: 'there is no key "tokn" in totem; did you mean "token"?',
        where: { file: "c.conf", line: 5, column: 1 },
      },
    ],
  );
});

test("Corosync's integers and words, and links that not all nodes have", () => {
  const text = confText({ totem: "token: 3s; transport: tcp", nodes: 2, quorum: "two_node: 1" }).replace(
    "ring1_addr: 10.1.0.2\n",
    "",
  );
  expect(verified(text).findings.flatMap((f) => (f.rule === "Q18" ? f.text : []))).toEqual([
    'expected a whole number from 0 to 4294967295 for token, found "3s"',
    'expected one of knet, udpu, udp for transport, found "tcp"',
    "n2 has no ring1_addr, and other nodes have one",
  ]);
});

test("names are held against the CIB's", () => {
  expect(verified(confText({}), ["n1", "n2", "other"]).findings.map(({ text }) => text)).toEqual([
    "the CIB has no node n3",
    "corosync.conf has no node other",
  ]);
});

test("a comment with a reason silences a rule", () => {
  const text = confText({ totem: "# holdfast: ignore Q10 the lab has no other machine" });
  expect(verified(text)).toMatchObject({ findings: [], silenced: [{ rule: "Q10", count: 1 }] });
});
