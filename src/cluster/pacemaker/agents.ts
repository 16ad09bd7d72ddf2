/** The agents of a node, by `crm_resource`, which knows the directories and standards of its release. */
import { type Element, walk } from "../../cib/xml/tree.ts";
import type { Caller } from "./hosts.ts";
import { parsed } from "./tools.ts";

/** Milliseconds: listing goes through directories, metadata run the agent. */
const TIMEOUT = 60_000;

async function ask(caller: Caller, ...options: string[]): Promise<Element> {
  const argv = ["crm_resource", ...options, "--output-as=xml"] as const;
  return parsed("crm_resource", await caller.run(argv, { repeatable: true, timeout: TIMEOUT }));
}

/** Whole names, such as `ocf:heartbeat:IPaddr2`. `service` only repeats what systemd and LSB have. */
export async function agentNames(caller: Caller): Promise<string[]> {
  const standards = texts(await ask(caller, "--list-standards"), "item").filter((name) => name !== "service");
  const names: string[] = [];
  for (const standard of standards) {
    const within =
      standard === "ocf"
        ? texts(await ask(caller, "--list-ocf-providers"), "provider").map((provider) => `ocf:${provider}`)
        : [standard];
    for (const prefix of within)
      names.push(...texts(await ask(caller, "--list-agents", prefix), "agent").map((type) => `${prefix}:${type}`));
  }
  return names;
}

function texts(root: Element, name: string): string[] {
  return [...walk(root)]
    .filter((e) => e.name === name)
    .map((e) =>
      e.children
        .flatMap((c) => (c.kind === "text" ? [c.text] : []))
        .join("")
        .trim(),
    );
}

/** A document type that only names where it is written down, as most agents print it: it declares nothing itself. */
const DOCTYPE = /<!DOCTYPE\s+[\w-]+\s+(?:SYSTEM|PUBLIC)(?:\s+(?:"[^"]*"|'[^']*')){1,2}\s*>/;

export const withoutDoctype = (text: string): string => text.replace(DOCTYPE, "");

/** Without --output-as: the metadata are XML themselves. Rejects with `missing` for an agent that the node does not have. */
export async function agentMetadata(caller: Caller, agent: string): Promise<Element> {
  const argv = ["crm_resource", "--show-metadata", agent] as const;
  const answer = await caller.run(argv, { repeatable: true, timeout: TIMEOUT });
  return parsed("crm_resource", withoutDoctype(answer));
}
