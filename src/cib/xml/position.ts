/** Places in a text, counted on first use: most readers of a CIB never use them. */

import type { Position } from "./tree.ts";

/** Lines end with LF, CR LF or CR. */
export class Lines {
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** From 1. */
  lineAt(offset: number): number {
    const starts = this.#found();
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** From 1, in UTF-16 units. */
  columnAt(offset: number): number {
    return offset - (this.#found()[this.lineAt(offset) - 1] as number) + 1;
  }

  #found(): number[] {
    if (this.#starts === undefined) {
      this.#starts = [0];
      for (const end of this.#text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(end.index + end[0].length);
    }
    return this.#starts;
  }
}

export class ReadPosition implements Position {
  readonly offset: number;
  readonly #lines: Lines;

  constructor(lines: Lines, offset: number) {
    this.#lines = lines;
    this.offset = offset;
  }

  get line(): number {
    return this.#lines.lineAt(this.offset);
  }

  get column(): number {
    return this.#lines.columnAt(this.offset);
  }
}
