/**
 * Warns of a RabbitMQ policy, TripleO's own among them, that mirrors queues and does not fill a mirror made after a failure.
 * docs/tripleo/bundles.md#rabbitmqs-policy
 */
import type { Problems } from "../read/shape.ts";
import type { ServiceEntry } from "./service.ts";

/** `NAME PATTERN DEFINITION`, the definition in JSON: the parameter `set_policy` of ocf:heartbeat:rabbitmq-cluster. */
const DEFINITION = /\{.*\}\s*$/s;

export function warnOfQueuePolicy(entries: readonly ServiceEntry[], problems: Problems): void {
  for (const { settings } of entries) {
    for (const { key, value } of settings.parameters ?? []) {
      if (key !== "set_policy" || typeof value.value !== "string" || !losesMessages(value.value)) continue;
      problems.warn(
        "queue-policy",
        value.at,
        "the policy does not fill a mirror made after a failure: a second failure can lose acknowledged messages",
        'with "ha-sync-mode":"automatic" it does; the catalogue\'s own policy has it',
      );
    }
  }
}

/** Whether the policy mirrors queues, and leaves a new mirror without the messages that are there already. */
export function losesMessages(policy: string): boolean {
  const text = DEFINITION.exec(policy)?.[0];
  if (text === undefined) return false;
  let definition: unknown;
  try {
    definition = JSON.parse(text);
  } catch {
    return false; // the agent says so when it sets it
  }
  if (typeof definition !== "object" || definition === null || !("ha-mode" in definition)) return false;
  return !("ha-sync-mode" in definition) || definition["ha-sync-mode"] !== "automatic";
}
