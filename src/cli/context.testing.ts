/** A context for tests of commands: it does only what the test gives it. */
import type { Context } from "./context.ts";

export interface Spoken {
  out: string;
  err: string;
}

/** Output is collected in `spoken`; a call to a function that is not in `parts` throws. */
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
    holding: (work) => work(),
    version: "1.2.3",
    who: "tester@here",
    exampleManifest: "",
    whatIfThread: undefined,
    openCluster: unused,
    startEmbedded: unused,
    readFile: unused,
    listDirectory: unused,
    writeFile: unused,
    writeSecretFile: unused,
    confirm: unused,
    ...parts,
  };
}
