/**
 * The certificates in files of the nodes. A PEM file may hold the private key too, so the node itself takes out the whole
 * blocks of certificates: nothing else of a file is sent.
 */
import { X509Certificate } from "node:crypto";
import type { CertificatesRead, NodeCertificate } from "../port.ts";
import type { Argv, Runner } from "./runner.ts";

const TIMEOUT = 20_000;

/** Files of a directory that are looked into. */
const MOST_FILES = 50;

/** Of each path, and of each file in a directory: a line with its name, then the blocks of its certificates. */
const SCRIPT = `
blocks() {
  awk -v file="$1" '
    /^-----BEGIN / { inside = /^-----BEGIN CERTIFICATE-----/; block = "" }
    inside && !/^(-----(BEGIN|END) CERTIFICATE-----|[A-Za-z0-9+\\/=]*)[ \\t\\r]*$/ { inside = 0 }
    inside { block = block $0 "\\n" }
    inside && /^-----END CERTIFICATE-----/ { if (!named) print "file " file; named = 1; printf "%s", block; inside = 0 }
  ' "$1" 2>/dev/null
}
for path in "$@"; do
  if [ -d "$path" ]; then
    count=0
    for file in "$path"/*; do
      [ -f "$file" ] || continue
      count=$((count + 1))
      [ "$count" -le ${MOST_FILES} ] || break
      blocks "$file"
    done
  elif [ -f "$path" ]; then
    blocks "$path"
  fi
done
exit 0
`;

/** A node that does not answer is not among those that were read. */
export async function readCertificates(
  runners: readonly Runner[],
  paths: readonly string[],
): Promise<CertificatesRead> {
  const answers = await Promise.all(
    runners.map(async (runner) => {
      if (paths.length === 0) return [];
      const argv: Argv = ["sh", "-c", SCRIPT, "sh", ...paths];
      const { exit, stdout, lost, timedOut } = await runner.run(argv, { timeout: TIMEOUT });
      return exit === 0 && lost === undefined && !timedOut ? certificatesIn(stdout, runner.name) : undefined;
    }),
  );
  return {
    certificates: answers.flatMap((found) => found ?? []),
    nodes: runners.flatMap(({ name }, i) => (answers[i] === undefined ? [] : [name])),
  };
}

/** Blocks that are no certificate are left out. */
export function certificatesIn(answer: string, node: string): NodeCertificate[] {
  const found: NodeCertificate[] = [];
  let file = "";
  for (const part of answer.split(/^(?=file )/m)) {
    file = /^file (.*)$/m.exec(part)?.[1] ?? file;
    for (const [block] of part.matchAll(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)) {
      const certificate = parsed(block);
      if (certificate === undefined) continue;
      const until = Math.floor(Date.parse(certificate.validTo) / 1000);
      found.push({ node, file, subject: subjectOf(certificate), until });
    }
  }
  return found;
}

function parsed(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block);
  } catch {
    return undefined;
  }
}

/** Its common name, else all of it in one line. */
function subjectOf({ subject }: X509Certificate): string {
  return /^CN=(.*)$/m.exec(subject)?.[1] ?? subject.replaceAll("\n", ", ");
}
