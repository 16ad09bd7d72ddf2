/** YAML text of plain data, as a person would write it: short things on one line, a map of maps on several. */
import { isMap, type Plain } from "../words/plain.ts";

const WIDTH = 110;

/** A value with lines of comment before it. */
export interface Commented {
  readonly key: string;
  readonly value: Plain;
  readonly comments: readonly string[];
}

/** A section of a manifest: its key, and what stands there. */
export interface Section {
  readonly key: string;
  readonly comments: readonly string[];
  /** A map, a list (with empty keys), or one plain value. */
  readonly entries: readonly Commented[] | Plain;
}

export function plainSection(key: string, entries: Plain): Section {
  return { key, comments: [], entries };
}

export function yamlText(sections: readonly Section[]): string {
  return `${sections.map(sectionText).join("\n\n")}\n`;
}

function sectionText({ key, comments, entries }: Section): string {
  if (key === "") return comments.map((comment) => `# ${comment}`).join("\n");
  const before = comments.map((comment) => `# ${comment}`);
  if (!isCommented(entries)) return [...before, ...entry(key, entries, "")].join("\n");
  const lines = entries.flatMap((e) => [
    ...e.comments.map((comment) => `  # ${comment}`),
    ...(e.key === "" ? item(e.value, "  ") : entry(e.key, e.value, "  ")),
  ]);
  return [...before, `${key}:`, ...lines].join("\n");
}

function isCommented(entries: Section["entries"]): entries is readonly Commented[] {
  return (
    Array.isArray(entries) &&
    entries.length > 0 &&
    entries.every((e) => typeof e === "object" && e !== null && "comments" in e)
  );
}

function entry(key: string, value: Plain, margin: string): string[] {
  const name = `${margin}${scalar(key)}:`;
  const short = oneLine(value, WIDTH - name.length);
  if (short !== undefined) return [short === "" ? name : `${name} ${short}`];
  if (typeof value === "string") return block(value, name, margin);
  if (isMap(value)) return [name, ...[...value].flatMap(([k, v]) => entry(k, v, `${margin}  `))];
  return [name, ...(value ?? []).flatMap((v) => item(v, `${margin}  `))];
}

function item(value: Plain, margin: string): string[] {
  const short = oneLine(value, WIDTH - margin.length - 2);
  if (short !== undefined) return [`${margin}- ${short === "" ? "null" : short}`];
  if (typeof value === "string" || value === null) return [`${margin}- ${scalar(value ?? "")}`];
  const lines = isMap(value)
    ? [...value].flatMap(([k, v]) => entry(k, v, `${margin}  `))
    : value.flatMap((v) => item(v, `${margin}  `));
  return lines.map((line, i) => (i === 0 ? `${margin}- ${line.slice(margin.length + 2)}` : line));
}

/** The whole value on a line, where it is short and has not too much in it. */
function oneLine(value: Plain, room: number): string | undefined {
  if (value === null) return "";
  if (typeof value === "string" && value.includes("\n")) return undefined;
  if (typeof value !== "string" && depth(value) > 2) return undefined;
  const text = flow(value);
  return typeof value === "string" || text.length <= room ? text : undefined;
}

function depth(value: Plain): number {
  if (value === null || typeof value === "string") return 0;
  const inner = isMap(value) ? [...value.values()] : value;
  return 1 + Math.max(0, ...inner.map(depth));
}

function flow(value: Plain): string {
  if (value === null) return "null";
  if (typeof value === "string") return scalar(value);
  if (!isMap(value)) return `[${value.map(flow).join(", ")}]`;
  return `{${[...value].map(([k, v]) => `${scalar(k)}: ${flow(v)}`).join(", ")}}`;
}

/** A text of several lines as it is, where YAML can hold it so. */
function block(text: string, name: string, margin: string): string[] {
  const lines = text.split("\n");
  const fits =
    text.endsWith("\n") && !text.endsWith("\n\n") && !/^\s/.test(text) && !/[\t\r\x85\u2028\u2029\uFEFF]/.test(text);
  if (!fits) return [`${name} ${scalar(text)}`];
  return [`${name} |`, ...lines.slice(0, -1).map((line) => (line === "" ? "" : `${margin}  ${line}`))];
}

/** Texts that no YAML reader takes for anything else, inside brackets too. */
const PLAIN =
  /^[A-Za-z0-9_/.+(][A-Za-z0-9_/.+%()@=;<>$^~!*?-]*(?:[ :](?=[A-Za-z0-9_/.+%()-])[A-Za-z0-9_/.+%()@=;<>$^~!*?-]*)*$/;

function scalar(text: string): string {
  // What YAML 1.1 takes for a number to the base of 60 is a text in quotes, for readers other than this program.
  const isPlain = PLAIN.test(text) && !/^\d+(:\d+)+$/.test(text) && !/: |^(null|Null|NULL|true|false)$/.test(text);
  if (isPlain || text === "true" || text === "false" || /^-?(\d+|INFINITY)$/.test(text)) return text;
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
