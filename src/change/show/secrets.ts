/** The use case of secrets: every secret and certificate that a cluster or a file names. */

import { agentWord } from "../../cib/agent-word.ts";
import { emptyCib } from "../../cib/empty.ts";
import { formatProblems } from "../../cib/problem.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { type Element, get, walk } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Cluster, NodeCertificate } from "../../cluster/port.ts";
import { compile } from "../../manifest/compile/compile.ts";
import { readManifest } from "../../manifest/manifest.ts";
import { merge } from "../../manifest/merge/merge.ts";
import { describeAgent } from "../../report/agent/metadata.ts";
import type { CertificateStatus, SecretEntry, SecretsAnswer } from "../../report/secrets/document.ts";
import { certificatePaths, readSecrets, type SecretsInput } from "../../report/secrets/read.ts";
import { isCib, type Written } from "../desired.ts";

const UNKNOWN: ReadonlyMap<string, ReadonlySet<string>> = new Map();

/** Of the configuration in force, with what its nodes can say of agents and certificates. */
export async function secretsOfCluster(cluster: Cluster, now: number): Promise<SecretsAnswer> {
  const { cib } = await cluster.read();
  const reloadable = await reloadableParameters(cluster, cib);
  const secrets = readSecrets({ cib, declared: () => undefined, reloadable });
  const read = await cluster.tools?.certificates(certificatePaths(secrets));
  return documentOf(
    secrets.map((entry) => withCertificates(entry, read?.certificates ?? [], now)),
    read?.nodes,
  );
}

/** Of a manifest or a CIB. Throws `invalid` for a file that is neither. Values are not looked up. */
export function secretsOfFile(file: Written): SecretsAnswer {
  return documentOf(readSecrets(isCib(file) ? inCib(file) : inManifest(file)), undefined);
}

function documentOf(secrets: SecretEntry[], read: readonly string[] | undefined): SecretsAnswer {
  return { document: "secrets", version: 1, secrets, read: read === undefined ? null : [...read] };
}

function inCib({ path, text }: Written): SecretsInput {
  const parsed = parseXml(text, { file: path });
  if (!parsed.ok) throw unusable(path, formatProblems([parsed.problem], text));
  return { cib: parsed.root, declared: () => undefined, reloadable: UNKNOWN };
}

/** Each secret's value is its name behind this, of a range that Unicode gives no meaning to. */
const MARK = "\uE0F6";

function inManifest({ path, text }: Written): SecretsInput {
  const read = readManifest(text, path);
  const result = read.ok ? compile(read.manifest, { secret: (name) => `${MARK}${name}` }) : read;
  if (!read.ok || !result.ok) throw unusable(path, formatProblems(result.ok ? [] : result.problems, text));
  const kept = new Map(
    read.manifest.secrets.map(({ name, from }) => [name, "env" in from ? `the variable ${from.env}` : from.file]),
  );
  const declared: SecretsInput["declared"] = (value) => {
    const name = value.startsWith(MARK) ? value.slice(MARK.length) : undefined;
    return name === undefined ? undefined : { name, keptIn: kept.get(name) ?? "" };
  };
  return { cib: merge(emptyCib(), result.compiled), declared, reloadable: UNKNOWN };
}

function unusable(path: string, problems: readonly string[]): HoldfastError {
  return new HoldfastError("invalid", [`${path} is not usable`, ...problems].join("\n"));
}

/** Asked of the nodes, where there are any; an agent that they do not have is not known. */
async function reloadableParameters(cluster: Cluster, cib: Element): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { tools } = cluster;
  if (tools === undefined) return UNKNOWN;
  const agents = new Set(
    walk(cib)
      .filter((e) => e.name === "primitive" && get(e, "class") === "ocf")
      .map((e) => agentWord((name) => get(e, name))),
  );
  const known = await Promise.all(
    [...agents].map(async (agent): Promise<readonly [string, ReadonlySet<string>][]> => {
      try {
        const { parameters } = describeAgent(agent, await tools.metadata(agent));
        return [[agent, new Set(parameters.filter((p) => p.reloadable === true).map((p) => p.name))]];
      } catch (error) {
        if (error instanceof HoldfastError && error.code === "missing") return [];
        throw error;
      }
    }),
  );
  return new Map(known.flat());
}

const DAY = 86_400;

/** Those in its files, and in the files of its directories. */
function withCertificates(entry: SecretEntry, all: readonly NodeCertificate[], now: number): SecretEntry {
  const paths = certificatePaths([entry]);
  const certificates = all
    .filter(({ file }) => paths.some((path) => file === path || file.startsWith(`${path.replace(/\/$/, "")}/`)))
    .map((c): CertificateStatus => ({ ...c, days: Math.floor((c.until - now) / DAY) }))
    .sort((a, b) => a.until - b.until);
  return { ...entry, certificates };
}
