/** IP addresses: read strictly, and in one form each so that two ways to write an address do not pass for two. */

export interface Address {
  readonly version: 4 | 6;
  /** For comparison; what is configured is the address as written. */
  readonly canonical: string;
}

export function parseAddress(text: string): Address | undefined {
  if (!text.includes(":")) {
    return parseV4(text) === undefined ? undefined : { version: 4, canonical: text };
  }
  const groups = parseV6(text);
  return groups === undefined ? undefined : { version: 6, canonical: groups.map((g) => g.toString(16)).join(":") };
}

function parseV4(text: string): readonly number[] | undefined {
  const parts = text.split(".");
  // A leading zero means octal to some readers and nothing to others.
  const fine = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return fine ? parts.map(Number) : undefined;
}

/** The eight groups. */
function parseV6(text: string): readonly number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  // An IPv4 address may stand for the last two groups of the whole, not for those before a "::".
  const [head, tail] = halves.map((half, i) => parseGroups(half, i === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function parseGroups(text: string, isLast: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const v4 = isLast && i === parts.length - 1 && part.includes(".") ? parseV4(part) : undefined;
    if (v4 !== undefined) {
      const [a = 0, b = 0, c = 0, d = 0] = v4;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
