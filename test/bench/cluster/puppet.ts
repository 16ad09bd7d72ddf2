/**
 * What TripleO's puppet ran to deploy a configuration: the pcs commands for each object, in its order, each pushed as
 * puppet-pacemaker pushed it (docs/tripleo/workarounds.md#one-write), as one shell script. How often it looked before
 * it wrote is counted in docs/tripleo/timings.md#number-of-pcs-processes; a listing stands for what it looked at.
 */
import { type Element, elements, get, idOf } from "../../../src/cib/xml/tree.ts";
import type { Compiled } from "../../../src/manifest/compile/compile.ts";
import { settingsOf } from "../../../src/manifest/model/settings.ts";

interface Step {
  /** Processes that only look. */
  readonly checks: number;
  /** Each is a push of its own. */
  readonly writes: readonly string[];
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const words = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((p) => p !== undefined && p !== "")
    .map((p) => quote(p as string))
    .join(" ");

const pairs = (holder: Element | undefined): string[] =>
  holder === undefined ? [] : elements(holder, "nvpair").map((p) => `${get(p, "name")}=${get(p, "value")}`);

const childOf = (e: Element, name: string): Element | undefined => elements(e, name)[0];

/** Its settings as `name=value`, all but its id. */
const settings = (e: Element): string[] => [...e.attributes].filter(([n]) => n !== "id").map(([n, v]) => `${n}=${v}`);

function primitiveWords(e: Element): string[] {
  const meta = pairs(childOf(e, "meta_attributes"));
  const operations = elements(childOf(e, "operations") ?? e, "op").flatMap((op) => [
    "op",
    get(op, "name") ?? "",
    ...settings(op).filter((s) => !s.startsWith("name=")),
  ]);
  const agent = [get(e, "class"), get(e, "provider"), get(e, "type")].filter((p) => p !== undefined).join(":");
  return [
    idOf(e),
    agent,
    ...pairs(childOf(e, "instance_attributes")),
    ...operations,
    ...(meta.length === 0 ? [] : ["meta", ...meta]),
  ];
}

const ruleOf = (location: Element | undefined): string[] => {
  const rule = location === undefined ? undefined : childOf(location, "rule");
  const expression = rule === undefined ? undefined : childOf(rule, "expression");
  if (location === undefined || rule === undefined || expression === undefined) return [];
  const test = words(get(expression, "attribute"), get(expression, "operation"), get(expression, "value"));
  return [
    `pcs -f $F constraint location ${words(get(location, "rsc"))} rule resource-discovery=exclusive score=${get(rule, "score")} ${test}`,
  ];
};

function bundleSteps(e: Element, location: Element | undefined): Step[] {
  const container = childOf(e, "podman") ?? childOf(e, "docker");
  if (container === undefined) throw new Error(`${idOf(e)} has no container`);
  const network = childOf(e, "network");
  const mounts = elements(childOf(e, "storage") ?? e, "storage-mapping");
  const create = words(
    idOf(e),
    "container",
    container.name,
    ...settings(container),
    ...(network === undefined ? [] : ["network", ...settings(network)]),
    ...mounts.flatMap((m) => ["storage-map", `id=${idOf(m)}`, ...settings(m)]),
    "--disabled",
  );
  const inner = childOf(e, "primitive");
  return [
    {
      checks: 5,
      writes: [
        `pcs -f $F resource bundle create ${create}`,
        ...ruleOf(location),
        `pcs -f $F resource enable ${quote(idOf(e))}`,
      ],
    },
    ...(inner === undefined
      ? []
      : [
          {
            checks: 5,
            writes: [`pcs -f $F resource create --force ${words(...primitiveWords(inner), "bundle", idOf(e))}`],
          },
        ]),
  ];
}

function primitiveSteps(e: Element, location: Element | undefined): Step {
  if (get(e, "class") === "stonith") {
    const [id = "", , ...rest] = primitiveWords(e);
    const avoid = `pcs -f $F constraint location ${quote(id)} avoids ${words(`${get(location ?? e, "node")}=10000`)}`;
    const create = `pcs -f $F stonith create --force ${words(id, get(e, "type"), ...rest)} --disabled`;
    return {
      checks: 5,
      writes: [create, ...(location === undefined ? [] : [avoid]), `pcs -f $F stonith enable ${quote(id)}`],
    };
  }
  return {
    checks: 5,
    writes: [
      `pcs -f $F resource create ${words(...primitiveWords(e))} --disabled`,
      ...ruleOf(location),
      `pcs -f $F resource enable ${quote(idOf(e))}`,
    ],
  };
}

function constraintStep(c: Element): Step[] {
  if (c.name === "rsc_order") {
    const [first, then] = ["first", "then"].map((side) => words(get(c, `${side}-action`), get(c, side)));
    const kind = get(c, "kind");
    return [
      { checks: 2, writes: [`pcs -f $F constraint order ${first} then ${then} ${words(kind && `kind=${kind}`)}`] },
    ];
  }
  if (c.name === "rsc_colocation") {
    const role = get(c, "with-rsc-role");
    const whom = words(role, get(c, "with-rsc"));
    return [
      {
        checks: 2,
        writes: [`pcs -f $F constraint colocation add ${words(get(c, "rsc"))} with ${whom} ${get(c, "score")}`],
      },
    ];
  }
  return [];
}

/** Numbers of looks and kinds of objects are those of puppet-pacemaker. The cluster's name is not pcs' to set. */
function stepsFor(compiled: Compiled): Step[] {
  const { nodes, settings, resources, constraints, levels } = compiled;
  const locationOf = (id: string): Element | undefined =>
    constraints.find((c) => c.name === "rsc_location" && get(c, "rsc") === id);
  const defaults = (kind: string, values: ReadonlyMap<string, string>): Step[] =>
    [...values].map(([name, value]) => ({
      checks: 2,
      writes: [`pcs -f $F resource ${kind} update ${words(`${name}=${value}`)}`],
    }));
  return [
    ...[...settingsOf(settings, "properties")]
      .filter(([n]) => n !== "cluster-name")
      .map(([n, v]) => ({
        checks: 3,
        writes: [`pcs -f $F property set --force ${words(`${n}=${v}`)}`],
      })),
    ...nodes.flatMap((node) =>
      [...node.attributes].map(([n, v]) => ({
        checks: 4,
        writes: [`pcs -f $F node attribute ${words(node.name, `${n}=${v}`)}`],
      })),
    ),
    ...defaults("defaults", settingsOf(settings, "resource-defaults")),
    ...defaults("op defaults", settingsOf(settings, "operation-defaults")),
    ...resources.flatMap((e) =>
      e.name === "bundle" ? bundleSteps(e, locationOf(idOf(e))) : [primitiveSteps(e, locationOf(idOf(e)))],
    ),
    ...constraints.flatMap(constraintStep),
    ...levels.map((l) => ({
      checks: 4,
      writes: [`pcs -f $F stonith level add ${words(get(l, "index"), get(l, "target"), get(l, "devices"))} --force`],
    })),
  ];
}

/** A look: a copy of the CIB, then a listing of it. */
const LOOK = ["pcs cluster cib $F >/dev/null", "pcs -f $F resource config >/dev/null"];

const PUSH = (write: string): string => `pcs cluster cib $F && cp $F $F.orig && ${write} && {
  if cmp -s $F $F.orig; then :; else
    pcs cluster cib-push --help | grep -q diff-against
    pcs cluster cib-push $F diff-against=$F.orig
  fi; } >>$L 2>&1 || { echo ${quote(write)} >>$L; failed=$((failed+1)); }
pushes=$((pushes+1)); rm -f $F $F.orig`;

export interface PuppetRun {
  /** For `sh -s`: ends with a line `objects pushes processes failed`. */
  readonly script: string;
  readonly processes: number;
  readonly pushes: number;
}

export function puppetRun(compiled: Compiled): PuppetRun {
  const steps = stepsFor(compiled);
  const lines = steps.flatMap(({ checks, writes }) => [
    ...Array.from({ length: checks }, (_, i) => LOOK[i % LOOK.length] ?? ""),
    "rm -f $F",
    ...writes.map(PUSH),
  ]);
  const pushes = steps.reduce((sum, s) => sum + s.writes.length, 0);
  const processes = steps.reduce((sum, s) => sum + s.checks + 4 * s.writes.length, 0);
  const script = [
    "F=/tmp/puppet-cib; L=/tmp/puppet.log; : >$L; failed=0; pushes=0",
    ...lines,
    'echo "$pushes $failed"; grep -A1 -i "^error" $L | tail -n 20 >&2',
  ];
  return { script: script.join("\n"), processes, pushes };
}
