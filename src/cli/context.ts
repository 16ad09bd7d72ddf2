/** What a command may touch: made once in main.ts, replaced as a whole in tests. */

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
  /** Someone sits at standard input and can be asked. */
  readonly interactive: boolean;
  /** Standard output is a terminal. */
  readonly terminal: boolean;
  /** Its width; undefined where nobody reads along. */
  readonly columns: number | undefined;
  /** Standard output is a terminal that takes colour. */
  readonly color: boolean;
  /** Aborts when the user interrupts. */
  readonly interrupted: AbortSignal;
  readonly version: string;
  /** `user@host`, recorded with every change. */
  readonly who: string;
  /** The manifest a new cluster begins with when none is named. */
  readonly exampleManifest: string;
  /** The program of a thread that helps to answer what-if; undefined where there is one processor only. */
  readonly whatIfThread: URL | undefined;
  readonly openCluster: (url: string) => Promise<Cluster>;
  readonly startEmbedded: (
    directory: string,
    configuration: Element | undefined,
    speed: number,
  ) => Promise<RunningCluster>;
  /** The text of a file, or of standard input for `-`. Rejects with `missing` or `forbidden`. */
  readonly readFile: (path: string) => Promise<string>;
  /** The names in a directory, those of directories with a slash behind them. */
  readonly listDirectory: (path: string) => Promise<readonly string[]>;
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /** Asks a question that is answered yes or no. */
  readonly confirm: (question: string) => Promise<boolean>;
}

/** An exit status, of Pacemaker's `crm_exit_t` where it has one. */
export type ExitStatus = number;

/** Runs a command's work, tells its error if it has one, and keeps the exit status. */
export type Run = (output: "text" | "json", work: () => Promise<ExitStatus>) => Promise<void>;
