/** Names that nothing reads are warned of, with the place and the nearest one that is read. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it, test } from "vitest";
import { CATALOGUE } from "../catalogue/catalogue.ts";
import { AGENT_PARAMETERS } from "../catalogue/known-agents.ts";
import { readManifest } from "../manifest.ts";

function warnings(text: string): string[] {
  const read = readManifest(text, "m.yaml");
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const unknown = read.warnings.filter(({ code }) => code === "unknown-name");
  return unknown.map(({ message, where, hint }) => `${where?.line}:${where?.column} ${message}; ${hint ?? ""}`);
}

const base = (fencing: string, services: string, rest = ""): string =>
  `nodes: [a1, a2]\nfencing: ${fencing}\nservices: {${services}}\n${rest}`;

test.each([
  [
    "a fence agent",
    base("{agent: fence_ipmilann}", ""),
    '2:11 no fence agent "fence_ipmilann" is known; did you mean "fence_ipmilan"?',
  ],
  [
    "a parameter of a fence agent",
    base("{agent: fence_ipmilan, parameters: {lanpluss: 1}}", ""),
    '2:46 no parameter of stonith:fence_ipmilan "lanpluss" is known; did you mean "lanplus"?',
  ],
  [
    "a placeholder",
    base('{agent: fence_ipmilan, parameters: {ip: "{nod}.bmc"}}', ""),
    '2:50 no placeholder "{nod}" is known; did you mean "{node}"?',
  ],
  [
    "an agent",
    base("none", 'x: {agent: "ocf:heartbeat:Dummi"}'),
    '3:16 no agent "ocf:heartbeat:Dummi" is known; did you mean "ocf:heartbeat:Dummy"?',
  ],
  [
    "an operation",
    base("none", 'x: {agent: "systemd:x", operations: {strat: 60s}}'),
    '3:49 no operation "strat" is known; did you mean "start"?',
  ],
  [
    "a meta attribute",
    base("none", 'x: {agent: "systemd:x", meta: {foo: 1}}'),
    '3:43 no meta attribute "foo" is known; ',
  ],
  [
    "a parameter of the catalogue's",
    base("none", "galera: {parameters: {sokket: /x}}"),
    '3:34 no parameter of ocf:heartbeat:galera "sokket" is known; did you mean "socket"?',
  ],
  ["a property", base("none", "", "properties: {frobnicate: 1}\n"), '4:14 no cluster property "frobnicate" is known; '],
  [
    "a property in the wrong case",
    base("none", "", "properties: {Maintenance-mode: true}\n"),
    '4:14 no cluster property "Maintenance-mode" is known; did you mean "maintenance-mode"?',
  ],
  [
    "names in resources of one's own",
    base("none", "", "resources: {g: {group: {x: {agent: 'ocf:heartbeat:Filesystem', parameters: {devise: /x}}}}}\n"),
    '4:77 no parameter of ocf:heartbeat:Filesystem "devise" is known; did you mean "device"?',
  ],
  [
    "a resource default",
    base("none", "", "resource-defaults: {resource-stickyness: 1}\n"),
    '4:21 no meta attribute "resource-stickyness" is known; did you mean "resource-stickiness"?',
  ],
  [
    "an operation default",
    base("none", "", "operation-defaults: {timeoot: 1}\n"),
    '4:22 no operation option "timeoot" is known; did you mean "timeout"?',
  ],
  [
    "a parameter of a virtual IP",
    base("none", "", "virtual-ips: {p: {address: 10.0.0.1, parameters: {nick: x}}}\n"),
    '4:51 no parameter of ocf:heartbeat:IPaddr2 "nick" is known; did you mean "nic"?',
  ],
])("%s", (_, text, warning) => {
  expect(warnings(text)).toEqual([warning]);
});

it("knows what Pacemaker reads of every fence device, and agents of other providers", () => {
  const devices = base(
    "{agent: fence_ipmilan, parameters: {pcmk_delay_max: 5, lanplus: 1}}",
    'x: {agent: "ocf:own:thing", parameters: {any: 1}}',
  );
  expect(warnings(devices)).toEqual([]);
});

it("knows every name in the examples and in the catalogue", () => {
  const examples = new URL("../../../examples/", import.meta.url);
  for (const file of readdirSync(examples).filter((name) => name.endsWith(".yaml")))
    expect(warnings(readFileSync(new URL(file, examples), "utf8")), file).toEqual([]);
  for (const name of CATALOGUE.keys()) {
    const read = readManifest(base("none", `${name}: `, "virtual-ips: {ovn-dbs: 10.0.0.1}\n"));
    const agent = read.ok ? read.manifest.services[0]?.primitive : undefined;
    const known = AGENT_PARAMETERS.get(`ocf:${agent?.agent.provider}:${agent?.agent.type}`);
    for (const parameter of agent?.parameters.keys() ?? []) expect(known?.has(parameter) ?? true, parameter).toBe(true);
  }
});
