/**
 * A call of one of Pacemaker's tools by an agent, and its answer. An agent may run where none of them is installed: in a
 * container, or on a machine without Pacemaker.
 */
import type { Element } from "../../cib/xml/tree.ts";

export interface ToolCall {
  /** `crm_attribute`, without a folder. */
  readonly tool: string;
  /** Without the tool's name. */
  readonly args: readonly string[];
}

/** Who calls: it does not say so itself, the way it came does. */
export interface ToolCaller {
  /** The resource's id without an instance's number. */
  readonly resource: string;
  /** What the agent knows itself by, `OCF_RESOURCE_INSTANCE`. */
  readonly instance: string;
  readonly node: string;
}

/** Something that an agent sets about itself: an attribute of a node, or a property in a set of its own. */
export type ToolWrite =
  | {
      readonly kind: "attribute";
      readonly node: string;
      readonly name: string;
      /** Undefined removes it. */
      readonly value: string | undefined;
      readonly lifetime: "reboot" | "forever";
    }
  | { readonly kind: "property"; readonly set: string; readonly name: string; readonly value: string | undefined };

export interface ToolAnswer {
  /** With a line break after each line. */
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly writes: readonly ToolWrite[];
}

/** What the tools are asked about. */
export interface ToolView {
  readonly cib: Element;
  /** Epoch seconds. */
  readonly now: number;
}

/** Exit statuses of the tools (Pacemaker's `crm_exit_t`). */
export const Exit = { ok: 0, unimplemented: 3, forbidden: 4, usage: 64, missing: 105 } as const;

export function printed(stdout: string): ToolAnswer {
  return { stdout, stderr: "", status: Exit.ok, writes: [] };
}

export function wrote(writes: readonly ToolWrite[], stdout = ""): ToolAnswer {
  return { stdout, stderr: "", status: Exit.ok, writes };
}

/** @param stderr one line */
export function denied(status: number, stderr: string): ToolAnswer {
  return { stdout: "", stderr: `${stderr}\n`, status, writes: [] };
}
