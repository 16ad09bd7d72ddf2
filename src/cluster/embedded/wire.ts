/**
 * How two Holdfast processes talk about one embedded cluster: a line of JSON each way, over a unix socket in the
 * cluster's directory. CIBs and patches travel as Pacemaker's XML. Lines are bounded; what does not
 * parse ends the conversation.
 */

import { join } from "node:path";
import { patchFromXml, patchToXml } from "../../cib/patch/patch-xml.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { printXml } from "../../cib/xml/print.ts";
import type { Element } from "../../cib/xml/tree.ts";
import { HoldfastError, isErrorCode } from "../error.ts";
import type { Commit } from "../port.ts";

/** Longest path of a unix socket, in bytes; the system cuts a longer one off. */
const LONGEST_PATH = 107;

export function socketPath(directory: string): string {
  return join(directory, "socket");
}

/** Throws `usage` for a directory whose path is too long for a socket in it. */
export function refuseLongPath(directory: string): void {
  const path = socketPath(directory);
  if (Buffer.byteLength(path) <= LONGEST_PATH) return;
  throw new HoldfastError("usage", `${path} is too long for a socket`, { hint: "use a directory with a shorter path" });
}

/** A whole CIB has to fit. */
const MAX_LINE = 64 * 1024 * 1024;

export type WireReply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: { readonly code: string; readonly message: string; readonly hint?: string } }
  /** One of many answers, until `end`. */
  | { readonly id: number; readonly item: unknown }
  | { readonly id: number; readonly end: true };

export interface WireCommit {
  readonly patch: string;
  readonly expected: { readonly adminEpoch: number; readonly epoch: number };
  readonly who: string;
  readonly why: string;
}

export function commitToWire(commit: Commit): WireCommit {
  return {
    patch: printXml(patchToXml(commit.patch), { indent: 0 }),
    expected: commit.expected,
    who: commit.who,
    why: commit.why,
  };
}

export function commitFromWire(wire: WireCommit): Commit {
  const patch = patchFromXml(xmlFromWire(wire.patch));
  if (!patch.ok) throw new HoldfastError("invalid", patch.problem.message, { problems: [patch.problem] });
  return { patch: patch.patch, expected: wire.expected, who: String(wire.who), why: String(wire.why) };
}

export function xmlFromWire(text: string): Element {
  const parsed = parseXml(String(text), { maxBytes: MAX_LINE });
  if (!parsed.ok) throw new HoldfastError("invalid", parsed.problem.message, { problems: [parsed.problem] });
  return parsed.root;
}

export function errorFromWire(error: {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}): HoldfastError {
  const code = isErrorCode(error.code) ? error.code : "failed";
  return new HoldfastError(code, error.message, error.hint === undefined ? {} : { hint: error.hint });
}

/** Undefined when the line is not JSON, so that no engine wrote it. */
export function replyFromWire(line: string): WireReply | undefined {
  try {
    return JSON.parse(line) as WireReply;
  } catch {
    return undefined;
  }
}

/** Cuts a stream into lines; calls `tooLong` once when one is longer than the limit. */
export function lineSplitter(line: (text: string) => void, tooLong: () => void): (chunk: string) => void {
  let rest: string[] = [];
  let size = 0;
  return (chunk) => {
    const parts = chunk.split("\n");
    for (let i = 0; i < parts.length - 1; i++) {
      line(rest.join("") + parts[i]);
      rest = [];
      size = 0;
    }
    const tail = parts.at(-1) ?? "";
    rest.push(tail);
    size += tail.length;
    if (size > MAX_LINE) tooLong();
  };
}
