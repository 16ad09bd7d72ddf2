/** A probe of the user's own: a command in the replica's container, or a port that its node reaches. */
import { type OwnProbe, parseOwnProbe } from "../../cib/own-probe.ts";
import type { CommandOutcome } from "../../cluster/port.ts";
import type { Condition } from "../../report/health/document.ts";
import { no, unclear, yes } from "../model/condition.ts";
import { type AskReplica, type Heard, type KnownService, said, serviceOf, unheard } from "../model/service.ts";
import type { AskedReplica } from "../model/subject.ts";

/** Bash's own way to open a connection; the host and the port are its arguments. */
const CONNECT = 'exec 3<>"/dev/tcp/$0/$1"';
const SECONDS = "5";

/** @param text what the meta attribute says */
export function ownProbe(text: string): KnownService {
  const probe = parseOwnProbe(text);
  return serviceOf<Condition>({
    name: "own-probe",
    fits: () => true,
    look: async (ask, _, replica): Promise<Heard<Condition>> => {
      if (probe === undefined)
        return { kind: "unheard", why: unclear("Unreadable", "the meta attribute holdfast-probe cannot be read") };
      return heard(probe, await carryOut(probe, ask, replica));
    },
    judge: (whole) => ({ whole }),
  });
}

function carryOut(probe: OwnProbe, ask: AskReplica, { address, node }: AskedReplica): Promise<CommandOutcome> {
  if ("command" in probe) return ask(probe.command);
  const host = address ?? node?.name ?? "localhost";
  if ("tcp" in probe) return ask(["bash", "-c", CONNECT, host, String(probe.tcp)], { onNode: true });
  const { port, path } = probe.http;
  const options = ["--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--max-time", SECONDS];
  const named = host.includes(":") ? `[${host}]` : host;
  return ask(["curl", ...options, `http://${named}:${port}${path}`], { onNode: true });
}

/** Not to be found, and not to be started: nothing is known of the service then. */
const NOT_RUN: ReadonlySet<number> = new Set([125, 126, 127]);

function heard(probe: OwnProbe, outcome: CommandOutcome): Heard<Condition> {
  const program = "command" in probe ? probe.command[0] : "the probe";
  if (outcome.kind === "silent" || NOT_RUN.has(outcome.exit)) return unheard(program, outcome);
  const { exit, stdout } = outcome;
  if ("command" in probe)
    return said(
      exit === 0 ? yes("ProbePassed", `${program} succeeds`) : no("ProbeFailed", `${program} ends with ${exit}`),
    );
  if ("tcp" in probe)
    return said(
      exit === 0
        ? yes("ProbePassed", `port ${probe.tcp} answers`)
        : no("ProbeFailed", `port ${probe.tcp} takes no connection`),
    );
  const { port, path } = probe.http;
  const code = stdout.trim();
  if (exit !== 0 || !/^\d{3}$/.test(code)) return said(no("ProbeFailed", `port ${port} gives no answer over HTTP`));
  const isGood = code.startsWith("2") || code.startsWith("3");
  return said(isGood ? yes("ProbePassed", `${path} answers ${code}`) : no("ProbeFailed", `${path} answers ${code}`));
}
