/** The scalars of the manifest language: Pacemaker's own types, names, addresses, and references to secrets. */
import { parseBoolean } from "../../cib/value/boolean.ts";
import { parseDuration } from "../../cib/value/duration.ts";
import { formatScore, parseScore } from "../../cib/value/score.ts";
import { described, either, located, record, type Shape, scalar } from "./shape.ts";

export const text: Shape<string> = scalar({
  expected: "a text",
  schema: { type: ["string", "number", "boolean"] },
  parse: (t) => t,
});

export const boolean: Shape<boolean> = scalar({
  expected: "true or false",
  schema: { type: "boolean" },
  parse: (t, quoted) => (!quoted && (t === "true" || t === "false") ? parseBoolean(t) : undefined),
});

export function integer(least: number, most: number): Shape<number> {
  return scalar({
    expected: `a whole number from ${least} to ${most}`,
    schema: { type: "integer", minimum: least, maximum: most },
    parse(t, quoted) {
      const value = Number(t);
      return !quoted && /^-?\d{1,9}$/.test(t) && value >= least && value <= most ? value : undefined;
    },
  });
}

const DURATION = /^\d{1,9}(us|usec|ms|msec|s|sec|m|min|h|hr)?$/;

/**
 * As Pacemaker takes them, with its units and no others: what it reads leniently ("10sheep") is here a mistake. The
 * text is kept, because operation ids are made of it.
 */
export const duration: Shape<string> = scalar({
  expected: 'a duration such as "30s", "500ms" or "5min"',
  schema: { type: ["string", "integer"], pattern: DURATION.source, minimum: 0 },
  parse: (t) => (DURATION.test(t) && parseDuration(t) !== undefined ? t : undefined),
});

export const score: Shape<string> = scalar({
  expected: "a score: a whole number, INFINITY or -INFINITY",
  schema: { anyOf: [{ type: "integer" }, { type: "string", pattern: "^([+-]?\\d{1,7}|[+-]?INFINITY)$" }] },
  parse: (t) => parseExactScore(t),
});

/** A score, or the word for doing without. */
export const scoreOrNone: Shape<string> = scalar({
  expected: `${score.expected}; or none`,
  schema: { anyOf: [{ enum: ["none"] }, score.schema] },
  parse: (t) => (t === "none" ? t : parseExactScore(t)),
});

function parseExactScore(t: string): string | undefined {
  const value = /^([+-]?\d{1,7}|[+-]?INFINITY)$/.test(t) ? parseScore(t) : undefined;
  return value === undefined ? undefined : formatScore(value);
}

function pattern(expected: string, regexp: string): Shape<string> {
  const compiled = new RegExp(regexp);
  return scalar({
    expected,
    schema: { type: "string", pattern: regexp },
    parse: (t) => (compiled.test(t) ? t : undefined),
  });
}

/** Ids of the CIB are made of names, and those are XML names without colons. */
export const name = pattern(
  "a name of letters, digits, dots, dashes and underscores that starts with a letter",
  "^[A-Za-z_][A-Za-z0-9_.-]{0,127}$",
);

export const nodeName = pattern("a node's name", "^[A-Za-z0-9]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?$");

export const agent = pattern(
  "an agent such as ocf:heartbeat:apache, systemd:httpd or stonith:fence_ipmilan",
  "^(ocf:[A-Za-z0-9_.-]+|systemd|service|lsb|stonith|upstart|nagios|heartbeat):[A-Za-z0-9_.@:/-]+$",
);

/** With or without its class, which cannot be another. */
export const agentOfFencing: Shape<string> = scalar({
  expected: "a fence agent such as fence_ipmilan",
  schema: { type: "string", pattern: "^(stonith:)?fence_[A-Za-z0-9_]+$" },
  parse: (t) => (/^(stonith:)?fence_[A-Za-z0-9_]+$/.test(t) ? t.replace("stonith:", "") : undefined),
});

/** Of parameters, meta attributes, properties and node attributes. */
export const settingName = pattern("a setting's name", "^[A-Za-z_#][A-Za-z0-9_.:#-]{0,127}$");

export const environmentVariable = pattern("an environment variable's name", "^[A-Za-z_][A-Za-z0-9_]*$");

export const domain = pattern("a domain such as internalapi.example.com", "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$");

/** Of a machine: IPv4, IPv6 or a name. */
export const hostAddress = pattern(
  "an IP address or a host's name",
  "^[A-Za-z0-9:]([A-Za-z0-9.:-]{0,251}[A-Za-z0-9:])?$",
);

/** `52:54:00:db:dc:c1`, with dashes, or with nothing between; kept as twelve small digits. */
export const mac: Shape<string> = scalar({
  expected: "a MAC address of twelve hexadecimal digits",
  schema: { type: "string", pattern: "^([0-9A-Fa-f]{2}[:-]?){5}[0-9A-Fa-f]{2}$" },
  parse: (t) => (/^([0-9A-Fa-f]{2}[:-]?){5}[0-9A-Fa-f]{2}$/.test(t) ? t.replace(/[:-]/g, "").toLowerCase() : undefined),
});

export const absolutePath = pattern("an absolute path", "^/[^:]*$");

export const urlPath = pattern("a path of an address, such as /healthcheck", '^/[^\\s"#]*$');

/** A parameter's value, or where its secret one is kept. */
export const setting = either(
  text,
  record(
    "a reference to a secret",
    { secret: described(located(name), "Name of a secret of the secrets section.", { example: "bmc" }) },
    {},
  ),
);
