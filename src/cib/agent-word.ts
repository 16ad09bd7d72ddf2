/** An agent as it is written in one word: `ocf:heartbeat:IPaddr2`, `systemd:httpd`. */

/** @param said the value of an attribute: class, provider, type */
export function agentWord(said: (attribute: string) => string | undefined): string {
  return ["class", "provider", "type"].flatMap((name) => said(name) ?? []).join(":");
}
