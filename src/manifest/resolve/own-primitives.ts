/** What is said of primitives and templates in the CIB's own words, for what judges names and values. */
import { agentWord } from "../../cib/agent-word.ts";
import type { Place } from "../../cib/problem.ts";
import { attributeText, type DraftElement, drafts } from "../model/draft.ts";

/** Drafts by section of the configuration. */
export type OwnSections = ReadonlyMap<string, readonly DraftElement[]>;

export interface OwnSetting {
  readonly key: string;
  readonly at: Place;
  readonly value: { readonly value: string | undefined; readonly at: Place };
}

export interface OwnPrimitive {
  /** Such as `ocf:heartbeat:IPaddr2`; empty for what a template says. */
  readonly agent: string;
  readonly at: Place;
  readonly parameters: readonly OwnSetting[];
  readonly meta: readonly OwnSetting[];
  readonly operations: readonly { readonly key: string; readonly at: Place }[];
}

export function ownPrimitives(own: OwnSections): readonly OwnPrimitive[] {
  return (own.get("resources") ?? [])
    .flatMap(drafts)
    .filter(({ name }) => name === "primitive" || name === "template")
    .map((draft) => ({
      agent: agentWord((name) => attributeText(draft, name)),
      at: draft.at,
      parameters: settingsIn(draft, "instance_attributes"),
      meta: settingsIn(draft, "meta_attributes"),
      operations: draft.children
        .flatMap(({ name, children }) => (name === "operations" ? children : []))
        .map((op) => ({ key: attributeText(op, "name") ?? "", at: op.at })),
    }));
}

/** Pairs of the sets with a tag that are right below. */
export function settingsIn({ children }: DraftElement, tag: string): readonly OwnSetting[] {
  return children
    .filter(({ name }) => name === tag)
    .flatMap((set) => set.children.filter(({ name }) => name === "nvpair"))
    .map((pair) => ({
      key: attributeText(pair, "name") ?? "",
      at: pair.at,
      value: { value: attributeText(pair, "value"), at: pair.at },
    }));
}
