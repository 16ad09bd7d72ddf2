/** Names of clone instances: `redis:1` is the instance with number 1 of the clone whose primitive is `redis`. */

/** The name as the configuration has it: without the instance's number, if it has one. */
export function withoutInstanceNumber(id: string): string {
  return id.replace(/:\d+$/, "");
}
