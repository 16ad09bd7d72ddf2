/**
 * Tools on another machine through the system's ssh, so that keys, jump hosts and known_hosts work as usual. One
 * connection is kept open (ControlMaster) and shared by all calls, also those of other holdfast processes of this user.
 */

import { lstatSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { type ProcessResult, runProcess } from "../../process/run-process.ts";
import { shellLine } from "../../process/shell-line.ts";
import { type Argv, type Runner, TOOL_ENVIRONMENT, type ToolResult } from "./runner.ts";

export interface SshTarget {
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

/** The exit status of ssh itself: it could not connect, or lost the connection. */
const SSH_FAILED = 255;
/** Seconds until a silent connection is given up: three unanswered questions, two seconds apart. */
const OPTIONS = {
  BatchMode: "yes",
  ConnectTimeout: "5",
  ServerAliveInterval: "2",
  ServerAliveCountMax: "3",
  ControlMaster: "auto",
  ControlPersist: "60",
} as const;

/** @param program another program than `ssh`, for tests */
export function sshRunner(target: SshTarget, program = "ssh"): Runner {
  const destination = target.user === undefined ? target.host : `${target.user}@${target.host}`;
  const options = Object.entries({ ...OPTIONS, ControlPath: join(controlDirectory(), "%C") });
  const base = [
    program,
    "-T",
    ...options.flatMap(([name, value]) => ["-o", `${name}=${value}`]),
    ...(target.port === undefined ? [] : ["-p", String(target.port)]),
  ] as const;
  return {
    name: target.host,
    async run(argv, { input, timeout }) {
      const command = remoteCommand(argv, timeout);
      const call = [...base, "--", destination, command] as unknown as Argv;
      // On the node `timeout` ends the tool; here its answer has a little longer to arrive.
      const result = await runProcess(call, {
        timeout: timeout + 3000,
        env: process.env,
        ...(input === undefined ? {} : { input }),
      });
      return withLoss(result, target.host);
    },
    // An idle connection ends by itself; until then the next command can use it at once.
    close: async () => {},
  };
}

export function remoteCommand(argv: Argv, timeout: number): string {
  const environment = Object.entries(TOOL_ENVIRONMENT).map(([name, value]) => `${name}=${value}`);
  return shellLine(["env", ...environment, "timeout", "-k", "1", String(Math.ceil(timeout / 1000)), ...argv]);
}

function withLoss(result: ProcessResult, host: string): ToolResult {
  if (result.exit !== SSH_FAILED) return result;
  const said = result.stderr.trim().split("\n").at(-1) ?? "";
  return { ...result, lost: said === "" ? `the connection to ${host} failed` : said.trim() };
}

/** A directory that only this user can enter: the owner of the socket in it owns the connection. */
function controlDirectory(): string {
  const { uid } = userInfo();
  const directory = join(process.env.XDG_RUNTIME_DIR ?? tmpdir(), `holdfast-ssh-${uid}`);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch {
    // It exists already or cannot be made; the check below finds out which.
  }
  try {
    const found = lstatSync(directory);
    if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return directory;
  } catch {
    // See below.
  }
  return mkdtempSync(join(tmpdir(), "holdfast-ssh-"));
}
