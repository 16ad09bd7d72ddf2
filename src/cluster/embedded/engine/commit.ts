/**
 * A client's change of the configuration: taken whole, at the version it was made for, or not at all. Status is the
 * engine's own and stays as it is.
 */

import { child, get, withChildren } from "../../../cib/xml/tree.ts";
import { forgetRemovedNodes } from "./membership.ts";
import type { CommitEdit, EngineEvent } from "./message.ts";
import type { Turn } from "./step-draft.ts";

export function commit(turn: Turn, event: Extract<EngineEvent, { kind: "commit" }>): void {
  const edited = tryEdit(turn, event);
  if (!edited.ok) {
    turn.reply(event.request, { kind: "commit", outcome: edited });
    return;
  }
  const configuration = child(edited.cib, "configuration");
  const before = child(turn.cib, "configuration");
  if (configuration === undefined) {
    turn.reply(event.request, {
      kind: "commit",
      outcome: { ok: false, code: "invalid", message: "a CIB has a configuration" },
    });
    return;
  }
  if (configuration === before) {
    turn.reply(event.request, { kind: "commit", outcome: { ok: true, version: versionText(turn, 0) } });
    return;
  }
  const others = turn.cib.children.filter((c) => c !== before);
  turn.cib = withChildren(turn.cib, [configuration, ...others]);
  turn.author = { who: event.who, why: event.why };
  // The configuration changed: fencing that was given up may succeed now.
  turn.fenceFailures.clear();
  const version = versionText(turn, 1);
  turn.tell({ kind: "configuration", version, who: event.who, why: event.why });
  forgetRemovedNodes(turn);
  turn.abort(`${event.who} changed the configuration`);
  turn.reply(event.request, { kind: "commit", outcome: { ok: true, version } });
}

/** What a client sends must not be able to stop the engine. */
function tryEdit(turn: Turn, event: Extract<EngineEvent, { kind: "commit" }>): CommitEdit {
  try {
    return event.edit(turn.cib);
  } catch (error) {
    return { ok: false, code: "invalid", message: error instanceof Error ? error.message : String(error) };
  }
}

function versionText(turn: Turn, more: 0 | 1): string {
  const epoch = Number(get(turn.cib, "epoch") ?? "0") + more;
  return `${get(turn.cib, "admin_epoch") ?? "0"}.${epoch}.${more === 1 ? "0" : (get(turn.cib, "num_updates") ?? "0")}`;
}
