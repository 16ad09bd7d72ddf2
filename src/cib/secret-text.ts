/** Which texts of a configuration are secret: by a parameter's name or record, and by the shape of what is inside a value. */
import { type Element, get, idOf } from "./xml/tree.ts";

/** A part of a name, between separators, that says so by itself. */
const SECRET_PARTS = /^(?:pass|pwd|psk|community|credentials?|.*passw.*|.*passphrase.*|.*secret.*|.*token.*)$/i;
const SECRET_ENDS = /(?:private|api|auth|access|encryption)[_.-]?key$/i;

/** A parameter of such a name has a value that is not to be shown. */
export function isSecretName(name: string): boolean {
  return /^auth$/i.test(name) || SECRET_ENDS.test(name) || name.split(/[_.-]/).some((part) => SECRET_PARTS.test(part));
}

/** Names of what a secret is read from, and `auth`, with which fence agents name a method. */
const NO_SECRET = /(?:^auth|[_.-](?:script|file|path|type|method))$/i;

/** Whether a parameter of this name holds a secret itself, and not where it is kept. */
export function isSecretParameter(name: string): boolean {
  return isSecretName(name) && !NO_SECRET.test(name);
}

export const HIDDEN = "(secret)";

/**
 * The end of the id of a pair whose value a manifest takes from its secrets, where the name does not say so. It is
 * hidden for as long as it is in the CIB, when the manifest has it no longer too; a tool that changes the value keeps the id.
 */
export const SECRET_MARK = "holdfast-secret";

/** Whether a pair's value is a secret, by its name or by its id. */
export function isSecretPair(pair: Element): boolean {
  return isSecretName(get(pair, "name") ?? "") || idOf(pair).endsWith(`-${SECRET_MARK}`);
}

/** `scheme://user:password@host`, and an image's `user:password@host/…`. */
const USER_INFO = /((?:^|[\s=,"'/])[\w.+-]+:)([^\s:@/]+)(@[\w.-]+)/g;
/** `--db-password=x`, `--token x`, `-e API_KEY=x`, `password=x`. */
const ASSIGNED = /((?:^|[\s,;&?"'])(?:--?)?)([\w.-]+)(=)("[^"]*"|'[^']*'|[^\s,;&"']+)/g;
const OPTION = /((?:^|\s)--?)([\w.-]+)(\s+)("[^"]*"|'[^']*'|[^\s-]\S*)/g;

/** The text with each credential that is written inside it hidden, such as in options, commands and addresses. */
export function withoutCredentials(text: string): string {
  const hide = (whole: string, before: string, name: string, between: string): string =>
    isSecretName(name) ? `${before}${name}${between}${HIDDEN}` : whole;
  return text.replace(USER_INFO, `$1${HIDDEN}$3`).replace(ASSIGNED, hide).replace(OPTION, hide);
}
