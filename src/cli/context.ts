/** Everything a command uses of its environment: made once in main.ts, replaced as a whole in tests. */

import type { Element } from "../cib/xml/tree.ts";
import type { RunningCluster } from "../cluster/embedded/open.ts";
import type { Cluster } from "../cluster/port.ts";

export interface Context {
  /** Standard output and error; text ends its own lines. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Standard input is a terminal, so the user can confirm. */
  readonly interactive: boolean;
  /** Standard output is a terminal. */
  readonly terminal: boolean;
  /** The terminal's width; undefined when standard output is not a terminal. */
  readonly columns: number | undefined;
  /** Standard output is a terminal that takes colour. */
  readonly color: boolean;
  /** Aborts when the user interrupts. Once a command has asked for it, it has to end by itself. */
  readonly interrupted: AbortSignal;
  /** Lets nothing interrupt the work, such as a commit whose outcome has to be known, until it is done. */
  readonly holding: <T>(work: () => Promise<T>) => Promise<T>;
  readonly version: string;
  /** `user@host`, recorded with every change. */
  readonly who: string;
  /** The manifest of a new cluster when the user names none. */
  readonly exampleManifest: string;
  /** The program of the thread that helps with what-if; undefined on a machine with one processor. */
  readonly whatIfThread: URL | undefined;
  readonly openCluster: (url: string) => Promise<Cluster>;
  readonly startEmbedded: (
    directory: string,
    configuration: Element | undefined,
    speed: number,
    /** The engine cannot continue. */
    onBug: (error: unknown) => void,
  ) => Promise<RunningCluster>;
  /** The text of a file, or of standard input for `-`. Rejects with `missing` or `forbidden`. */
  readonly readFile: (path: string) => Promise<string>;
  /** The names in a directory; those of directories end in a slash. */
  readonly listDirectory: (path: string) => Promise<readonly string[]>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /** Writes a new file that only its owner may read. Rejects with `unsafe` where there is a file already. */
  readonly writeSecretFile: (path: string, text: string) => Promise<void>;
  /** Asks the user a yes-or-no question. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/** An exit status; Pacemaker's (`crm_exit_t`) where it has one. */
export type ExitStatus = number;

/** Runs a command's work, prints its error if it fails, and keeps the exit status. */
export type Run = (output: "text" | "json", work: () => Promise<ExitStatus>) => Promise<void>;
