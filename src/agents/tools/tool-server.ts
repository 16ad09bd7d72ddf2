/**
 * Answers tools that are called in a folder: scripts there, named as the tools are, write a line to a pipe and read the answer
 * from a pipe of their own. The folder can be mounted into a container: a POSIX shell and `mkfifo` are all that is needed
 * in it, where a socket would need a program of ours. One folder serves one resource on one node: that is how a caller is
 * known, whatever it says. Everything in the folder may be hostile.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, closeSync, constants, fstatSync, lstatSync, openSync, writeFileSync, writeSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TOOL_NAMES } from "./answer-tool.ts";
import type { ToolAnswer, ToolCall } from "./tool-call.ts";

/** What Linux writes to a pipe as a whole (`PIPE_BUF`). */
const LONGEST = 4096;
/** Milliseconds until a caller that does not read is given up. */
const PATIENCE = 5000;
const PAUSE = 3;
/** Answers that wait for their reader at a time; more calls are dropped. */
const MOST_WAITING = 64;
/** Between the words of a call; no word has it. */
const SEPARATOR = "\x1f";

/** `read` waits for a writer, so a call that is not answered is answered by itself. */
const SCRIPT = `#!/bin/sh
# Hands a call of one of Pacemaker's tools to Holdfast, which answers it.
LC_ALL=C
dir=\${0%/*}
tool=\${0##*/}
break='
'
us=$(printf '\\037')
reply=$dir/r.$$
call=$$$us$tool
for arg do
  case $arg in *"$break"*|*"$us"*) echo "$tool: an argument has a line break" >&2; exit 64;; esac
  call=$call$us$arg
done
if [ \${#call} -gt 4000 ]; then echo "$tool: the arguments are too long" >&2; exit 64; fi
rm -f "$reply"
mkfifo -m 600 "$reply" || exit 102
(
  trap 'kill $pause; exit' TERM
  sleep 30 &
  pause=$!
  wait $pause
  printf '102\\n%s: no answer\\n' "$tool" >"$reply"
) </dev/null >/dev/null 2>&1 &
guard=$!
# The first line break ends what another call may have left without one.
printf '\\n%s\\n' "$call" 1<>"$dir/ask"
{
  IFS= read -r status
  IFS= read -r error
  cat
} <"$reply"
kill $guard 2>/dev/null
rm -f "$reply"
if [ -n "$error" ]; then printf '%s\\n' "$error" >&2; fi
exit "\${status:-102}"
`;

export interface ToolServer {
  /** No call is answered any more; the folder is the caller's to remove. */
  close(): void;
}

/** @param dir an empty folder of the caller's own; @param handle must not throw, whatever is asked */
export function serveTools(dir: string, handle: (call: ToolCall) => ToolAnswer): ToolServer {
  for (const tool of TOOL_NAMES) {
    writeFileSync(join(dir, tool), SCRIPT);
    chmodSync(join(dir, tool), 0o755);
  }
  const ask = join(dir, "ask");
  execFileSync("mkfifo", ["-m", "600", ask]);
  // For writing too, so that it never ends.
  const socket = new Socket({
    fd: openSync(ask, constants.O_RDWR | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
  // By their pipes: a second call that names the same one is none of a script of ours.
  const waiting = new Set<string>();
  const lines = new CallLines();
  socket.on("data", (chunk: Buffer) => {
    for (const line of lines.add(chunk)) {
      const asked = parseCall(line);
      if (asked === undefined || waiting.size >= MOST_WAITING || waiting.has(asked.id)) continue;
      waiting.add(asked.id);
      void reply(join(dir, `r.${asked.id}`), () => handle(asked.call)).finally(() => waiting.delete(asked.id));
    }
  });
  socket.on("error", () => socket.destroy());
  return { close: () => void socket.destroy() };
}

/** Lines of what comes in; one that is too long is dropped whole. */
export class CallLines {
  #rest = "";
  #tooLong = false;

  add(chunk: Buffer): string[] {
    const parts = (this.#rest + chunk.toString("utf8")).split("\n");
    const rest = parts.pop() ?? "";
    const whole = parts.filter((line, i) => !(i === 0 && this.#tooLong) && line.length <= LONGEST);
    if (parts.length > 0) this.#tooLong = false;
    this.#tooLong ||= rest.length > LONGEST;
    this.#rest = this.#tooLong ? "" : rest;
    return whole;
  }
}

/** `id`, tool and arguments; undefined for what is no call. */
function parseCall(line: string): { readonly id: string; readonly call: ToolCall } | undefined {
  const [id = "", tool = "", ...args] = line.split(SEPARATOR);
  return /^\d{1,10}$/.test(id) && TOOL_NAMES.includes(tool) ? { id, call: { tool, args } } : undefined;
}

/** The caller's pipe is opened only if it is a pipe, and never waited for without end. */
async function reply(path: string, answer: () => ToolAnswer): Promise<void> {
  const until = Date.now() + PATIENCE;
  const fd = await opened(path, until);
  if (fd === undefined) return;
  try {
    const { status, stderr, stdout } = answer();
    const bytes = Buffer.from(`${status}\n${stderr.trimEnd().replaceAll("\n", " ")}\n${stdout}`);
    for (let at = 0; at < bytes.length && Date.now() < until; ) {
      const count = sent(fd, bytes, at);
      if (count === undefined) return;
      at += count;
      if (count === 0) await sleep(PAUSE);
    }
  } finally {
    closeSync(fd);
  }
}

async function opened(path: string, until: number): Promise<number | undefined> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  while (Date.now() < until) {
    try {
      if (!lstatSync(path).isFIFO()) return undefined;
      const fd = openSync(path, flags);
      if (fstatSync(fd).isFIFO()) return fd;
      closeSync(fd);
      return undefined;
    } catch (error) {
      // It is not open for reading yet.
      if ((error as NodeJS.ErrnoException).code !== "ENXIO") return undefined;
    }
    await sleep(PAUSE);
  }
  return undefined;
}

/** 0 when the pipe is full, undefined when it is no longer read. */
function sent(fd: number, bytes: Buffer, at: number): number | undefined {
  try {
    return writeSync(fd, bytes, at);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EAGAIN" ? 0 : undefined;
  }
}
