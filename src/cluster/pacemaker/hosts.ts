/**
 * The nodes through which a cluster is asked. One is used as long as it answers; when it does not, calls that may safely
 * be made twice go to the next one.
 */

import { HoldfastError } from "../error.ts";
import { errorOf } from "./exit.ts";
import type { Argv, Runner, RunOptions } from "./runner.ts";

export interface CallOptions extends Partial<RunOptions> {
  /** The call may be made again on another node when it is not known whether it was carried out. */
  readonly repeatable: boolean;
}

/** Runs tools on a node; rejects with the error that their exit status stands for. */
export interface Caller {
  /** Standard output of a tool that succeeded. */
  run(argv: Argv, options: CallOptions): Promise<string>;
}

/** Errors after which another node may do better. */
export function isElsewhere(error: unknown): error is HoldfastError {
  return error instanceof HoldfastError && ELSEWHERE.has(error.code);
}

const TIMEOUT = 30_000;

/** Another node may do better. */
const ELSEWHERE: ReadonlySet<string> = new Set(["disconnected", "timeout", "not-installed"]);

export class Hosts implements Caller {
  readonly #runners: readonly [Runner, ...Runner[]];
  #at = 0;

  constructor(runners: readonly [Runner, ...Runner[]]) {
    this.#runners = runners;
  }

  get count(): number {
    return this.#runners.length;
  }

  /** All of them, for what each node has of its own. */
  get all(): readonly Runner[] {
    return this.#runners;
  }

  get current(): Runner {
    return this.#runners[this.#at] ?? this.#runners[0];
  }

  next(): void {
    this.#at = (this.#at + 1) % this.#runners.length;
  }

  /** The node in use now, and no other. */
  pinned(): Caller {
    const { current } = this;
    return { run: (argv, options) => call(current, argv, options) };
  }

  async run(argv: Argv, options: CallOptions): Promise<string> {
    const errors: HoldfastError[] = [];
    for (let tries = 0; tries < this.count; tries++) {
      try {
        return await call(this.current, argv, options);
      } catch (error) {
        if (!options.repeatable || !isElsewhere(error)) throw error;
        errors.push(error);
        this.next();
      }
    }
    throw together(errors);
  }

  /** Runs on all but the node in use what is of no use to one that is away, or has done it already. */
  async tellOthers(argv: Argv): Promise<void> {
    const others = this.#runners.filter((runner) => runner !== this.current);
    await Promise.all(others.map((runner) => runner.run(argv, { timeout: TIMEOUT })));
  }

  async close(): Promise<void> {
    await Promise.all(this.#runners.map((runner) => runner.close()));
  }
}

async function call(runner: Runner, argv: Argv, { repeatable: _, ...options }: CallOptions): Promise<string> {
  const result = await runner.run(argv, { timeout: TIMEOUT, ...options });
  const error = errorOf(argv, result, runner.name);
  if (error !== undefined) throw error;
  return result.stdout;
}

/** One error for those of all nodes. */
export function together(errors: readonly HoldfastError[]): HoldfastError {
  const [first] = errors;
  if (first === undefined) throw new Error("a cluster has at least one host");
  if (errors.length === 1) return first;
  const code = errors.every((e) => e.code === first.code) ? first.code : "disconnected";
  return new HoldfastError(code, `no node of the cluster answers:\n${errors.map((e) => `  ${e.message}`).join("\n")}`);
}
