/** Names that more than one production file defines and exports, each with the reason for which it may. */
export const HOMONYMS: ReadonlyMap<string, string> = new Map([
  ["galera", "the service in the catalogue, and the simulated agent of the same name"],
  ["redis", "the service in the catalogue, and the simulated agent of the same name"],
  ["Primitive", "in a manifest, and in the scheduler's model: two layers that never meet"],
  ["Node", "in a manifest, and in the scheduler's model: two layers that never meet"],
]);
