/** The values an attribute may have as far as the schema goes. Source: XML Schema, "Datatypes"; Pacemaker's schemas. */

export interface AttributeType {
  /** An `id` must be the only one of its kind in the document, a `reference` must lead to one. */
  readonly role: "id" | "reference" | "value";
  readonly fits: (value: string) => boolean;
  /** To follow "is", in a message about a value that does not fit. */
  readonly otherwise: string;
}

const NAME = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Lm}_.\-\u00B7\u30FB]*$/u;
/** White space around a value that is no plain text counts for nothing. */
const trimmed = (value: string): string => value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");

const value = (otherwise: string, pattern: RegExp): AttributeType => ({
  role: "value",
  fits: (text) => pattern.test(trimmed(text)),
  otherwise,
});

function name(role: "id" | "reference"): AttributeType {
  const otherwise = "no id: expected a letter or _, then letters, digits, -, _ and .";
  return { role, fits: (text) => NAME.test(trimmed(text)), otherwise };
}

/** One of some words. */
export function words(...known: readonly string[]): AttributeType {
  return {
    role: "value",
    fits: (text) =>
      known.includes(
        text
          .split(/[ \t\r\n]+/)
          .filter((w) => w !== "")
          .join(" "),
      ),
    otherwise: `none of ${known.join(", ")}`,
  };
}

/** Any text but some words. */
export function except(...refused: readonly string[]): AttributeType {
  return {
    role: "value",
    fits: (text) => !refused.includes(text),
    otherwise: "no longer supported",
  };
}

export const TEXT: AttributeType = { role: "value", fits: () => true, otherwise: "" };

/** By the names the grammar calls them. Those of more than 24 digits are no numbers to the library Pacemaker asks. */
export const TYPES: ReadonlyMap<string, AttributeType> = new Map([
  ["text", TEXT],
  ["ID", name("id")],
  ["IDREF", name("reference")],
  ["integer", value("no whole number", /^[+-]?\d{1,24}$/)],
  ["count", value("no whole number from 0 on", /^(?:\+?\d{1,24}|-0+)$/)],
  ["positive", value("no whole number from 1 on", /^\+?0*[1-9]\d{0,23}$/)],
  ["level", value("no whole number from 1 to 9", /^\+?0*[1-9]$/)],
  ["boolean", value("neither true nor false", /^(?:true|false|0|1)$/)],
  ["score", value("no score: expected a whole number, INFINITY or -INFINITY", /^(?:[+-]?\d{1,24}|[+-]?INFINITY)$/)],
  ["devices", value("no list of ids with commas between", /^[a-zA-Z0-9_.-]+(?:,[a-zA-Z0-9_.-]+)*$/)],
  ["ports", value("no range of ports", /^[0-9-]+$/)],
]);
