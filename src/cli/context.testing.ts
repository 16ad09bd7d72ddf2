/** A context for tests of commands: nothing real behind it but what a test puts there. */
import type { Context } from "./context.ts";

export interface Spoken {
  out: string;
  err: string;
}

/** Anything not in `parts` that is called throws; what is said is gathered in `spoken`. */
export function testContext(spoken: Spoken, parts: Partial<Context>): Context {
  const unused = (): never => {
    throw new Error("not to be called");
  };
  return {
    out: (text) => {
      spoken.out += text;
    },
    err: (text) => {
      spoken.err += text;
    },
    env: {},
    now: () => 1_700_000_000_000,
    interactive: false,
    terminal: false,
    columns: undefined,
    color: false,
    interrupted: new AbortController().signal,
    version: "1.2.3",
    who: "tester@here",
    exampleManifest: "",
    whatIfThread: undefined,
    openCluster: unused,
    startEmbedded: unused,
    readFile: unused,
    listDirectory: unused,
    writeFile: unused,
    confirm: unused,
    ...parts,
  };
}
