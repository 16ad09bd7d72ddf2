/**
 * The errors that exit statuses of tools stand for. Pacemaker's tools end with `crm_exit_t`, which is enough to choose one
 * of our codes; the tool's own words become the message.
 * Behaviour: docs/pacemaker/cib-changes.md#exit-statuses; `crm_error --exit --list`.
 */

import { parseXml } from "../../cib/xml/parse.ts";
import { child, descend, elements } from "../../cib/xml/tree.ts";
import type { ErrorCode } from "../../report/error/error-code.ts";
import { HoldfastError } from "../error.ts";
import type { Argv, ToolResult } from "./runner.ts";

const CODES: Readonly<Record<number, ErrorCode>> = {
  4: "forbidden",
  5: "not-installed",
  65: "invalid",
  67: "forbidden",
  69: "disconnected",
  76: "unsupported",
  77: "forbidden",
  78: "invalid",
  102: "disconnected",
  103: "conflict",
  105: "missing",
  106: "no-quorum",
  107: "unsafe",
  114: "no-dc",
  124: "timeout",
  126: "forbidden",
  127: "not-installed",
};

const HINTS: Partial<Readonly<Record<ErrorCode, string>>> = {
  "not-installed": "install Pacemaker's command line tools there (Debian: pacemaker-cli-utils)",
  forbidden: "only root and members of the group haclient may ask Pacemaker",
  disconnected: "start the cluster there, or name another of its nodes",
};

/** The error a finished call stands for; undefined when it succeeded. */
export function errorOf(argv: Argv, result: ToolResult, host: string): HoldfastError | undefined {
  const tool = argv[0];
  if (result.lost !== undefined) {
    const code = /Permission denied|verification failed/.test(result.lost) ? "forbidden" : "disconnected";
    return new HoldfastError(code, `${host} cannot be reached: ${result.lost}`);
  }
  if (result.notStarted !== undefined) {
    const code = result.notStarted === "ENOENT" ? "not-installed" : "forbidden";
    return made(
      code,
      code === "not-installed"
        ? `${tool} is not installed on ${host}`
        : `${tool} cannot be started on ${host}: ${result.notStarted}`,
    );
  }
  if (result.tooMuch) return made("failed", `${tool} on ${host} printed more output than is accepted`);
  if (result.timedOut) return made("timeout", `${tool} on ${host} did not answer in time`);
  if (result.exit === 0) return undefined;
  if (result.exit === undefined)
    return made("disconnected", `${tool} on ${host} was ended by ${result.signal ?? "a signal"}`);
  const code = CODES[result.exit] ?? "failed";
  if (result.exit === 127) return made(code, `${tool} is not installed on ${host}`);
  const said = wordsOf(result);
  return made(code, `${tool} on ${host} ended with ${result.exit}${said === "" ? "" : `: ${said}`}`);
}

function made(code: ErrorCode, message: string): HoldfastError {
  const hint = HINTS[code];
  return new HoldfastError(code, message, hint === undefined ? {} : { hint });
}

const LONGEST = 300;

/** What the tool said: the errors of its XML, else the first line of its standard error. */
function wordsOf({ stdout, stderr }: Pick<ToolResult, "stdout" | "stderr">): string {
  const words = xmlWords(stdout) ?? stderr.trim().split("\n")[0] ?? "";
  return words.replace(/^error: /, "").slice(0, LONGEST);
}

function xmlWords(stdout: string): string | undefined {
  if (!stdout.trimStart().startsWith("<pacemaker-result")) return undefined;
  const parsed = parseXml(stdout);
  if (!parsed.ok) return undefined;
  const errors = descend(parsed.root, "status", "errors");
  const [first] = errors === undefined ? [] : elements(errors, "error");
  const text = first?.children
    .map((c) => (c.kind === "text" ? c.text : ""))
    .join("")
    .trim();
  return text ?? child(parsed.root, "status")?.attributes.get("message");
}
