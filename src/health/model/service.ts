/** What is known of one kind of service: how a replica is asked, and what its answers mean beside those of the others. */
import type { CommandOutcome } from "../../cluster/port.ts";
import type { Condition } from "../../report/health/document.ts";
import { unclear } from "./condition.ts";
import type { AskedReplica, HealthSubject } from "./subject.ts";

export interface AskOptions {
  readonly input?: string;
  /** Milliseconds. Default: 10 s. */
  readonly timeout?: number;
  /** On the node, though the replica runs in a container. */
  readonly onNode?: boolean;
}

/** Runs a program where a replica runs. */
export type AskReplica = (argv: readonly [string, ...string[]], options?: AskOptions) => Promise<CommandOutcome>;

/** What a replica said, or why that is not known. */
export type Heard<T> =
  | { readonly kind: "said"; readonly value: T }
  | { readonly kind: "unheard"; readonly why: Condition };

export interface Opinion {
  readonly whole: Condition;
  /** What the service has against stopping this replica, though all others be whole; never True. */
  readonly against?: Condition;
}

/** The replica that is judged, and what the others said. */
export interface Among<T> {
  readonly subject: HealthSubject;
  readonly replica: AskedReplica;
  readonly others: readonly { readonly replica: AskedReplica; readonly value: T }[];
}

export interface ServiceKind<T> {
  readonly name: string;
  /** Whether the subject is such a service. */
  fits(subject: HealthSubject): boolean;
  /** @param T never what a program said that was cut off, or that ended otherwise than it should */
  look(ask: AskReplica, subject: HealthSubject, replica: AskedReplica): Promise<Heard<T>>;
  judge(value: T, among: Among<T>): Opinion;
  /**
   * What it has against stopping the replica, where that takes more questions: they are put only for a replica that is to
   * stop, and that said something.
   */
  against?(ask: AskReplica): Promise<Condition | undefined>;
}

/** A kind of service, whatever its replicas say. */
export interface KnownService {
  readonly name: string;
  fits(subject: HealthSubject): boolean;
  /** Asks these replicas, all at once. @param stops whether it is asked too if a replica may stop; default: all are */
  judgements(
    subject: HealthSubject,
    asked: readonly AskedReplica[],
    ask: (replica: AskedReplica) => AskReplica,
    stops?: (replica: AskedReplica) => boolean,
  ): Promise<ReadonlyMap<AskedReplica, Opinion>>;
}

export function serviceOf<T>({ name, fits, look, judge, against }: ServiceKind<T>): KnownService {
  return {
    name,
    fits,
    async judgements(subject, asked, ask, stops = () => true) {
      const seen = await Promise.all(
        asked.map(async (replica) => {
          const answer = await look(ask(replica), subject, replica);
          const asksMore = answer.kind === "said" && stops(replica);
          return { replica, answer, objection: asksMore ? await against?.(ask(replica)) : undefined };
        }),
      );
      const said = seen.flatMap(({ replica, answer }) =>
        answer.kind === "said" ? [{ replica, value: answer.value }] : [],
      );
      const judged = seen.map(({ replica, answer, objection }): [AskedReplica, Opinion] => {
        if (answer.kind === "unheard") return [replica, { whole: answer.why }];
        const others = said.filter((o) => o.replica !== replica);
        const opinion = judge(answer.value, { subject, replica, others });
        return [replica, objection === undefined ? opinion : { ...opinion, against: objection }];
      });
      return new Map(judged);
    },
  };
}

export const said = <T>(value: T): Heard<T> => ({ kind: "said", value });

/** Characters of a program's own words that are repeated. */
const MOST_SAID = 200;

/** What became of a program that said nothing, or nothing that can be read. */
export function unheard(program: string, outcome: CommandOutcome): Heard<never> {
  if (outcome.kind === "silent") return { kind: "unheard", why: unclear(outcome.reason, outcome.text) };
  const line = outcome.stderr.trim().split("\n").at(-1)?.trim() ?? "";
  const words = line === "" ? "" : `: ${line.slice(0, MOST_SAID)}`;
  const why =
    outcome.exit === 0
      ? unclear("Unreadable", `${program} gave no answer that can be read`)
      : unclear("ProbeFailed", `${program} ended with ${outcome.exit}${words}`);
  return { kind: "unheard", why };
}
