/** The integer a text begins with, as the field reads numbers; undefined when it begins with none. */
export function leadingInteger(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  // Nearly all are digits and nothing else, and few enough of them to be exact.
  let value = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (at === text.length && at > 0 && at < 16) return value;
  const match = /^\s*([+-]?\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}
