/** A configuration as text: sections, each object with what it holds indented below it. */
import type { Configuration, ShownOperation, ShownResource, ShownSet, ShownSetting } from "./document.ts";

export interface ConfigLine {
  readonly heading: boolean;
  readonly text: string;
}

const MARGIN = "  ";

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `${MARGIN}${line}`);
}

/** `name=value`; a value with spaces stands in quotes. */
function pairText({ name, value }: ShownSetting): string {
  return /[\s"']|^$/.test(value) ? `${name}=${JSON.stringify(value)}` : `${name}=${value}`;
}

/** One line a setting, below a line for the set where it has a condition, a score or refers to another set. */
export function setLines(sets: readonly ShownSet[]): string[] {
  return sets.flatMap(({ id, score, rule, settings }) => {
    const said = [
      ...(id.startsWith("as ") ? [id] : []),
      ...(score === undefined ? [] : [`score ${score}`]),
      ...(rule === undefined ? [] : [`if ${rule}`]),
    ];
    const lines = settings.map(pairText);
    return said.length === 0 ? lines : [`${said.join(", ")}:`, ...indented(lines)];
  });
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...indented(lines)];
}

/** As in `monitor interval=10s timeout=20s`. */
export function operationLines({ id, attributes, parameters, meta }: ShownOperation): string[] {
  const [name, ...rest] = [
    ...attributes.filter((a) => a.name === "name").map((a) => a.value),
    ...attributes.filter((a) => a.name !== "name").map(pairText),
  ];
  const said = name === undefined ? [id] : [name, ...rest];
  return [said.join(" "), ...indented(setLines([...parameters, ...meta]))];
}

function resourceLines(r: ShownResource): string[] {
  const attributes = r.attributes.map(pairText).join(" ");
  const agent = r.agent === undefined ? "" : ` (${r.agent})`;
  return [
    `${r.kind} ${r.id}${agent}${attributes === "" ? "" : ` ${attributes}`}`,
    ...indented([
      ...r.container.map(({ part, attributes: own }) => `${part} ${own.map(pairText).join(" ")}`.trimEnd()),
      ...titled("parameters:", setLines(r.parameters)),
      ...titled("meta:", setLines(r.meta)),
      ...titled("utilization:", setLines(r.utilization)),
      ...titled("operations:", r.operations.flatMap(operationLines)),
      ...r.resources.flatMap(resourceLines),
    ]),
  ];
}

function nodeLines({ name, id, kind, options, ...node }: Configuration["nodes"][number]): string[] {
  const { attributes, utilization } = node;
  const known = `${name}${id === name ? "" : ` (id ${id})`}${kind === undefined ? "" : `, ${kind}`}`;
  return [
    [known, ...options.map(pairText)].join(" "),
    ...indented([...setLines(attributes), ...titled("utilization:", setLines(utilization))]),
  ];
}

/** An alert, and below it what it has. */
export function alertLines(alert: Configuration["alerts"][number]): string[] {
  return [
    `${alert.id}: ${alert.path}`,
    ...indented([
      ...titled("select:", alert.select),
      ...titled("parameters:", setLines(alert.parameters)),
      ...titled("meta:", setLines(alert.meta)),
      ...alert.recipients.flatMap((r) => [
        `recipient ${r.id}: ${r.value}`,
        ...indented([...setLines(r.parameters), ...setLines(r.meta)]),
      ]),
    ]),
  ];
}

function ticketText({ id, granted, standby, attributes }: Configuration["tickets"][number]): string {
  const state = `${granted ? "granted" : "revoked"}${standby ? ", in standby" : ""}`;
  return [`${id}: ${state}`, ...attributes.map(pairText)].join(" ");
}

function aclLines({ roles, subjects }: Configuration["acls"]): string[] {
  return [
    ...roles.flatMap(({ id, permissions }) => [`role ${id}`, ...indented(permissions)]),
    ...subjects.map((s) => `${s.kind} ${s.id}: ${s.roles.join(", ")}`),
  ];
}

const CONSTRAINTS = [
  ["location", "Locations:"],
  ["colocation", "Colocations:"],
  ["order", "Orders:"],
  ["ticket", "Ticket constraints:"],
] as const;

/** Sections that have nothing are left out. */
export function configLines(c: Configuration): ConfigLine[] {
  const constraints = CONSTRAINTS.map(([kind, title]): readonly [string, string[]] => [
    title,
    c.constraints.filter((k) => k.kind === kind).map(({ id, text }) => `${text}  [${id}]`),
  ]);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["Properties:", setLines(c.properties)],
    ["Resource defaults:", setLines(c.resourceDefaults)],
    ["Operation defaults:", setLines(c.operationDefaults)],
    ["Nodes:", c.nodes.flatMap(nodeLines)],
    ["Resources:", c.resources.flatMap(resourceLines)],
    ...constraints,
    ["Fencing levels:", c.fencing.map((l) => `${l.target} level ${l.index}: ${l.devices.join(" and ")}`)],
    ["Tags:", c.tags.map(({ id, references }) => `${id}: ${references.join(", ")}`)],
    ["Tickets:", c.tickets.map(ticketText)],
    ["Alerts:", c.alerts.flatMap(alertLines)],
    ["ACLs:", aclLines(c.acls)],
  ];
  const { adminEpoch, epoch, schema } = c.cib;
  return [
    { heading: true, text: `Configuration ${adminEpoch}.${epoch}${schema === undefined ? "" : ` (${schema})`}` },
    ...sections.flatMap(([title, lines]): ConfigLine[] =>
      lines.length === 0
        ? []
        : [
            { heading: false, text: "" },
            { heading: true, text: title },
            ...indented(lines).map((text) => ({ heading: false, text })),
          ],
    ),
  ];
}
