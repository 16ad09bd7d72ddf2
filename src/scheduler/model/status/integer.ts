/** The integer a text begins with, as the field reads numbers; undefined when it begins with none. */
export function leadingInteger(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const match = /^\s*([+-]?\d+)/.exec(text);
  return match === null ? undefined : Number(match[1]);
}
