/** Secrets and certificates as text. */
import type { CertificateStatus, SecretEntry, SecretsAnswer } from "./document.ts";

/** Days before its end from which on a certificate is said to end soon. */
const SOON = 30;

export function secretLines({ secrets, read }: SecretsAnswer, date: (epochSeconds: number) => string): string[] {
  if (secrets.length === 0) return ["No secret and no certificate is named."];
  const unread =
    read === null && secrets.some(({ kind }) => kind === "certificate")
      ? ["", "Until when certificates are valid is read from the nodes of a running Pacemaker cluster."]
      : [];
  return [...secrets.flatMap((entry, i) => [...(i === 0 ? [] : [""]), ...entryLines(entry, date)]), ...unread];
}

function entryLines({ name, kind, keptIn, uses, certificates }: SecretEntry, date: (at: number) => string): string[] {
  return [
    `${name} (${kind}${keptIn === undefined ? "" : `, kept in ${keptIn}`})`,
    ...uses.flatMap((use) => {
      const agent = use.agent === undefined ? "" : ` (${use.agent})`;
      const target = use.target === undefined ? "" : ` at ${use.target}`;
      return [`  * ${use.resource}${agent}, ${use.in} ${use.name}${target}`, `      ${use.rotation.text}`];
    }),
    ...certificates.map((c) => `  ${c.node}: ${c.subject} in ${c.file} ${validity(c, date)}`),
  ];
}

function validity({ until, days }: CertificateStatus, date: (at: number) => string): string {
  if (days < 0) return `ENDED on ${date(until)}`;
  return `is valid until ${date(until)}${days < SOON ? `: ${days} days left` : ""}`;
}
