/** Whether a file that is to take a certificate's place can be one: what would break a service on all nodes is found here. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { HoldfastError } from "../../cluster/error.ts";

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/**
 * Of files without PEM blocks nothing is known, and nothing refused.
 * @param at epoch milliseconds
 * Throws `invalid`; nothing of the content is in the message.
 */
export function checkCertificateFile(content: string, at: number): void {
  const blocks = [...content.matchAll(BLOCK)].map(([block, kind = ""]) => ({ block, kind }));
  if (blocks.length === 0 && /-----BEGIN /.test(content)) throw invalid("a PEM block in it has no end");
  const certificates = blocks.filter(({ kind }) => kind === "CERTIFICATE").map(({ block }) => readCertificate(block));
  const [own] = certificates;
  for (const certificate of certificates) {
    const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
    if (until <= at) throw invalid(`a certificate in it ended on ${certificate.validTo}`);
    if (from > at) throw invalid(`a certificate in it is valid only from ${certificate.validFrom}`);
  }
  const key = blocks.find(({ kind }) => kind.endsWith("PRIVATE KEY") && kind !== "ENCRYPTED PRIVATE KEY")?.block;
  if (own !== undefined && key !== undefined && !own.checkPrivateKey(readKey(key)))
    throw invalid("the private key in it is not the first certificate's");
}

function readCertificate(block: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch {
    throw invalid("a certificate in it cannot be read");
  }
}

function readKey(block: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(block);
  } catch {
    throw invalid("the private key in it cannot be read");
  }
}

const invalid = (why: string): HoldfastError => new HoldfastError("invalid", `the new file is refused: ${why}`);
