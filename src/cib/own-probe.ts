/**
 * A probe of the user's own for a service: a command, a TCP port or an HTTP address, kept as JSON in a meta attribute that
 * Pacemaker does not read, so that any machine that reaches the cluster finds it, and a change of it restarts nothing.
 *
 *     <nvpair id="web-clone-meta_attributes-holdfast-probe" name="holdfast-probe" value='{"http":{"port":80,"path":"/up"}}'/>
 */

/** One of the three. */
export type OwnProbe =
  | { readonly command: readonly [string, ...string[]] }
  | { readonly tcp: number }
  | { readonly http: { readonly port: number; readonly path: string } };

/** The meta attribute. */
export const OWN_PROBE = "holdfast-probe";

/** As the meta attribute has it. */
export const formatOwnProbe = (probe: OwnProbe): string => JSON.stringify(probe);

/** Undefined for what is no probe. */
export function parseOwnProbe(text: string): OwnProbe | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null || Object.keys(json).length !== 1) return undefined;
  const { command, tcp, http } = json as { readonly [key: string]: unknown };
  if (isPort(tcp)) return { tcp };
  if (isWords(command)) return { command };
  if (typeof http !== "object" || http === null) return undefined;
  const { port, path } = http as { readonly [key: string]: unknown };
  return isPort(port) && typeof path === "string" && path.startsWith("/") ? { http: { port, path } } : undefined;
}

const isPort = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65535;

const isWords = (value: unknown): value is [string, ...string[]] =>
  Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === "string" && word !== "");
