/** Every kind of run, by its name. */
import { HoldfastError } from "../../../cluster/error.ts";
import type { RunKind } from "../kind/kind.ts";
import { drainKind } from "./drain/drain.ts";
import { undrainKind } from "./drain/undrain.ts";
import { editKind } from "./edit.ts";
import { renewKind } from "./renew.ts";
import { restartKind } from "./restart.ts";

const KINDS: readonly RunKind[] = [restartKind, editKind, drainKind, undrainKind, renewKind];

/** Throws `invalid` for one that this version does not know. */
export function kindCalled(name: string): RunKind {
  const kind = KINDS.find((k) => k.name === name);
  if (kind === undefined)
    throw new HoldfastError("invalid", `this version of Holdfast knows no run of the kind "${name}"`, {
      hint: "continue with it by the version that began it",
    });
  return kind;
}
