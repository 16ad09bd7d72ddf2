/**
 * Heartbeats as private attributes of the attribute daemon: replicated to every node in milliseconds, in no CIB, and so
 * without a run of the scheduler. Each node has its own value under a name, that of the node whose tool wrote it.
 */
import { asHoldfastError } from "../error.ts";
import type { Heartbeats } from "../port.ts";
import type { Caller } from "./hosts.ts";

/** Milliseconds. */
const QUICK = 8000;

export function heartbeatsBy(caller: Caller): Heartbeats {
  return {
    beat: async (name, value) => {
      await caller.run(["attrd_updater", "--private", "--name", name, "--update", value], {
        repeatable: true,
        timeout: QUICK,
      });
    },
    read: async (name) => {
      const asked = caller.run(["attrd_updater", "--query", "--all", "--name", name], {
        repeatable: true,
        timeout: QUICK,
      });
      return valuesIn(await asked.catch(ifNoneHas));
    },
  };
}

/**
 * An attribute that never was: status 105. One whose nodes have all left: 2.1.5 ends with 78 (EX_CONFIG), as seen in a
 * lab whose only writer of it had lost its power.
 */
function ifNoneHas(caught: unknown): string {
  const { code, message } = asHoldfastError(caught);
  if (code === "missing" || (code === "invalid" && message.includes("attribute does not exist"))) return "";
  throw caught;
}

/** Of lines such as `name="x" host="n1" value="v"`; the text is the same in every release. */
export function valuesIn(text: string): string[] {
  return [...text.matchAll(/^name="[^"]*" host="[^"]*" value="([^"]*)"/gm)].map(([, value = ""]) => value);
}
