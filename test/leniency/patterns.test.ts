/** Patterns of resource ids: random ones, matched by us and by the C library that crm_simulate asks. */
import { expect, test } from "vitest";
import { escapeAttribute } from "../../src/cib/xml/print.ts";
import { describeVerdict, judge } from "../differential/judge.ts";
import { ask, PACEMAKER_3, whyNot } from "../differential/oracle.ts";
import { Random } from "../differential/random.ts";
import { needs } from "../needs.ts";

const CIBS = 25;
/** Each has a power of two for its score, so that a sum says which of them matched. */
const PATTERNS = 19;

const PIECES =
  "a b ab vip- 1 . .* [ab] [^a] [[:digit:]]+ (a|b) (ab)* a+ b? a{2} a{1,2} b{,2} ^ $ | \\. \\w \\< \\> [a-c]x ]";

function pattern(random: Random): string {
  const pieces = PIECES.split(" ");
  const text = Array.from({ length: random.between(1, 5) }, () => random.pick(pieces)).join("");
  const odd = random.pick(["*", "(", ")", "a{2,1}", "[z-a]", "[[:x:]]", "\\", "+", "{", "()", "(|a)", "[]a]"]);
  const whole = random.chance(0.15) ? text + odd : text;
  return random.chance(0.1) ? `!${whole}` : whole;
}

function cib(random: Random): string {
  const ids = new Set(["a", "b", "ab", "aab", "vip-1", "vip-a.b", "x1", "cx_b", "aaaa"]);
  while (ids.size < 16)
    ids.add(`r${Array.from({ length: random.between(1, 6) }, () => random.pick([..."ab1-._vx"])).join("")}`);
  const constraints = Array.from({ length: PATTERNS }, (_, i) => {
    const text = escapeAttribute(pattern(random));
    return `<rsc_location id="l${i}" rsc-pattern="${text}" node="n1" score="${2 ** i}"/>`;
  });
  const resources = [...ids].map((id) => `<primitive id="${id}" class="ocf" provider="pacemaker" type="Dummy"/>`);
  return `<cib validate-with="pacemaker-3.9" crm_feature_set="3.19.0" admin_epoch="0" epoch="1" num_updates="0" have-quorum="1" dc-uuid="1" execution-date="1700000000"><configuration><crm_config><cluster_property_set id="o"><nvpair id="o-f" name="stonith-enabled" value="false"/></cluster_property_set></crm_config><nodes><node id="1" uname="n1"/></nodes><resources>${resources.join("")}</resources><constraints>${constraints.join("")}</constraints></configuration><status><node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"><lrm id="1"><lrm_resources/></lrm></node_state></status></cib>`;
}

test("Pacemaker 3.0.3 matches the same ids", { timeout: 120_000 }, async (context) => {
  needs(context, whyNot(PACEMAKER_3));
  const cibs = Array.from({ length: CIBS }, (_, i) => cib(new Random(i + 1)));
  const answers = await ask(cibs, PACEMAKER_3);
  const differences = answers.flatMap((answer, i) => {
    if (answer instanceof Error) return [answer.message];
    const verdict = judge(cibs[i] as string, answer, PACEMAKER_3);
    return verdict === undefined ? [] : [`seed ${i + 1}: ${verdict.level}\n${describeVerdict(verdict, 4)}`];
  });
  expect(differences).toEqual([]);
});
