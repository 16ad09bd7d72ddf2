/** The sections of a configuration, in the order in which Pacemaker writes them; a schema accepts any order. */
export const SECTIONS = [
  "crm_config",
  "nodes",
  "resources",
  "constraints",
  "tags",
  "fencing-topology",
  "acls",
  "alerts",
  "op_defaults",
  "rsc_defaults",
] as const;
