/** Where a manifest's secrets are kept. They are read when it is compiled; nothing that is printed holds one. */
import type { Manifest, Secret } from "./model.ts";

export type { Secret } from "./model.ts";

/** The secrets the manifest declares, in its order. */
export function secretReferences(manifest: Manifest): readonly Secret[] {
  return manifest.secrets;
}
