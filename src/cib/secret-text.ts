/** Which texts of a configuration are secret: by a parameter's name, and by the shape of what is inside a value. */

/** A part of a name, between separators, that says so by itself. */
const SECRET_PARTS = /^(?:pass|pwd|psk|community|credentials?|.*passw.*|.*passphrase.*|.*secret.*|.*token.*)$/i;
const SECRET_ENDS = /(?:private|api|auth|access|encryption)[_.-]?key$/i;

/** A parameter of such a name has a value that is not to be shown. */
export function isSecretName(name: string): boolean {
  return /^auth$/i.test(name) || SECRET_ENDS.test(name) || name.split(/[_.-]/).some((part) => SECRET_PARTS.test(part));
}

export const HIDDEN = "(secret)";

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
