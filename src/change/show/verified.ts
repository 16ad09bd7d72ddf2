/** The use case of verify: what is wrong or risky in a cluster's configuration, in a CIB, a manifest or a corosync.conf. */
import { emptyCib } from "../../cib/empty.ts";
import { formatProblems, type Place } from "../../cib/problem.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { Verified } from "../../report/lint/document.ts";
import { RULE_IDS, verify } from "../../report/lint/read.ts";
import { verifiedTogether, verifyConf } from "../../report/lint/read-conf.ts";
import { lintFacts } from "../../report/lint/rule/facts.ts";
import { commentsOf, readSilences, type Silence } from "../../report/lint/silence.ts";
import { isCib, readDesired, type SecretLookup, type Written } from "../desired.ts";
import { parsedConf } from "../parsed-conf.ts";
import { unusable } from "../unusable.ts";

/** What a configuration is held against besides the rules. */
export interface VerifyOptions {
  /** The corosync.conf of its nodes. */
  readonly conf?: Written | undefined;
  /** The release that the cluster is to be upgraded to. */
  readonly target?: string | undefined;
}

/** Of the configuration in force. */
export async function verifyCluster(cluster: Cluster, { conf, target }: VerifyOptions = {}): Promise<Verified> {
  const { cib } = await cluster.read();
  const silences = silencesIn("the cluster's CIB", commentsOf(cib));
  return withConf(verify(cib, { locate: () => undefined, silences, target }), cib, conf);
}

/** Of a corosync.conf by itself. Throws `invalid` for one that Corosync cannot read. */
export function verifyConfFile(file: Written, nodesOfCib?: readonly string[]): Verified {
  return verifyConf(parsedConf(file), { file: file.path, silences: silencesIn(file.path, file.text), nodesOfCib });
}

const withConf = (verified: Verified, cib: Element, conf: Written | undefined): Verified =>
  conf === undefined ? verified : verifiedTogether(verified, verifyConfFile(conf, lintFacts(cib).nodes));

/**
 * Of a file. Rejects with `invalid` for one that is neither a manifest nor a CIB, and for a silence without a reason.
 * @param cluster into which a manifest is laid; undefined: an empty one
 */
export async function verifyFile(
  file: Written,
  secrets: SecretLookup,
  cluster: Cluster | undefined,
  { conf, target }: VerifyOptions = {},
): Promise<Verified> {
  const silences = silencesIn(file.path, file.text);
  if (isCib(file)) {
    const parsed = parseXml(file.text, { file: file.path });
    if (!parsed.ok) throw unusable(file, [parsed.problem]);
    const { root } = parsed;
    return withConf(verify(root, { locate: (trail) => placeOf(trail, file.path), silences, target }), root, conf);
  }
  // Secrets have no say in any rule.
  const stand = async (from: Parameters<SecretLookup>[0]): Promise<string> => (await secrets(from)) ?? "simulated";
  const desired = await readDesired(file, stand, true);
  const current = cluster === undefined ? emptyCib() : (await cluster.read()).cib;
  const cib = desired.cib(current);
  return withConf(verify(cib, { locate: (trail) => desired.locate(trail, undefined), silences, target }), cib, conf);
}

function placeOf(trail: readonly Element[], file: string): Place | undefined {
  const at = trail.at(-1)?.at;
  return at === undefined ? undefined : { file, line: at.line, column: at.column };
}

function silencesIn(path: string, text: string): readonly Silence[] {
  const { silences, problems } = readSilences(text, RULE_IDS);
  if (problems.length === 0) return silences;
  throw new HoldfastError(
    "invalid",
    [`${path} silences what it may not`, ...formatProblems(problems, text)].join("\n"),
  );
}
