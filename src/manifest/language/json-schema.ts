/** JSON Schema of the manifest language, for editors: printed from the very shapes that manifests are checked by. */
import { manifestShape } from "./language.ts";

export function manifestSchema(): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "https://holdfast.invalid/manifest.json",
    title: "Holdfast manifest",
    description: "A cluster's configuration: nodes, services, virtual IPs, fencing.",
    ...manifestShape.schema,
  };
}
