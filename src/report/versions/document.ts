/** Which versions a cluster's nodes and bundles run. */
import type { DocumentOf } from "../document-type.ts";
import type { differing, forbiddenSchema, nodeVersions, replicaVersions, versionsAnswer } from "./schema.ts";

export type Versions = DocumentOf<typeof versionsAnswer>;
export type NodeVersions = DocumentOf<typeof nodeVersions>;
export type ReplicaVersions = DocumentOf<typeof replicaVersions>;
export type Differing = DocumentOf<typeof differing>;
export type Forbidden = DocumentOf<typeof forbiddenSchema>;
