/** Secrets and certificates of a configuration. */
import type { DocumentOf } from "../document-type.ts";
import type { certificate, secretEntry, secretsAnswer, secretUse } from "./schema.ts";

export type SecretsAnswer = DocumentOf<typeof secretsAnswer>;
export type SecretEntry = DocumentOf<typeof secretEntry>;
export type SecretUse = DocumentOf<typeof secretUse>;
export type CertificateStatus = DocumentOf<typeof certificate>;
