/**
 * A story: a text of commands, each followed by `----` and the whole trace it must produce. This file runs one
 * against a cluster in virtual time and writes the text anew with what really happened. Over 300 lines: the
 * language's commands are one table.
 */

import {
  child,
  type Element,
  element,
  elements,
  get,
  idOf,
  withAttribute,
  withChildren,
} from "../../src/cib/xml/tree.ts";
import { virtualClock } from "../../src/cluster/embedded/clock.ts";
import { editChild } from "../../src/cluster/embedded/engine/status.ts";
import type { ScheduleFunction } from "../../src/cluster/embedded/engine/step-draft.ts";
import { type RunningCluster, startEmbedded } from "../../src/cluster/embedded/open.ts";
import { parseFault } from "../../src/cluster/fault.ts";
import type { ClusterEvent } from "../../src/report/events/event.ts";
import { sentence } from "../../src/report/events/sentence.ts";
import { schedule } from "../../src/scheduler/schedule.ts";
import { deckConfiguration } from "./deck.ts";

/** Virtual time starts here in every story. */
const BEGINNING = Date.UTC(2026, 0, 1);
/** No drill takes longer than this to settle. */
const PATIENCE = 30 * 60 * 1000;

interface Scene {
  readonly command: string;
  readonly expected: string;
}

export interface Story {
  readonly title: readonly string[];
  readonly scenes: readonly Scene[];
}

export function parseStory(text: string): Story {
  const lines = text.split("\n");
  const title = lines.filter((l) => l.startsWith("#"));
  const scenes: Scene[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (lines[i + 1] !== "----") continue;
    const end = lines.indexOf("", i + 2);
    scenes.push({ command: lines[i] ?? "", expected: lines.slice(i + 2, end < 0 ? lines.length : end).join("\n") });
  }
  return { title, scenes };
}

export function printStory(story: Story): string {
  return [story.title.join("\n"), ...story.scenes.map((s) => `${s.command}\n----\n${s.expected}`)]
    .map((part) => `${part.trimEnd()}\n`)
    .join("\n");
}

/** The story with the traces it really has. */
export async function perform(story: Story, scheduler: ScheduleFunction = schedule): Promise<Story> {
  const stage = new Stage(scheduler);
  try {
    const scenes: Scene[] = [];
    for (const { command } of story.scenes) scenes.push({ command, expected: await stage.perform(command) });
    return { title: story.title, scenes };
  } finally {
    await stage.close();
  }
}

class Stage {
  private running: RunningCluster | undefined;
  private trace: string[] = [];
  private configuration = deckConfiguration();
  private readonly disks: [string, number][] = [];
  private quiet = false;
  private readonly schedule: ScheduleFunction;

  constructor(scheduler: ScheduleFunction) {
    this.schedule = scheduler;
  }

  async perform(command: string): Promise<string> {
    this.trace = [];
    const [verb = "", ...words] = command.split(" ");
    await this.act(verb, words);
    return this.trace.join("\n");
  }

  async close(): Promise<void> {
    await this.running?.stop();
  }

  private async act(verb: string, words: readonly string[]): Promise<void> {
    switch (verb) {
      case "disk":
        // What a machine has on its disk before anything starts.
        this.disks.push([words[0] ?? "", Number(words[1])]);
        return;
      case "up":
        this.quiet = words[0] === "quietly";
        await this.start();
        this.settle();
        this.quiet = false;
        return;
      case "inject":
        // Several at the same moment are joined by "and".
        for (const part of words.join(" ").split(" and ")) {
          const fault = parseFault(part.split(" "));
          if (fault === undefined) throw new Error(`no such fault: ${part}`);
          const { ok, text } = this.cluster.driver.inject(fault, "drill");
          if (!ok) throw new Error(text);
        }
        this.wait(2);
        this.settle();
        return;
      case "wait":
        return this.wait(Number(words[0]));
      case "where":
        for (const rsc of words) this.trace.push(this.whereIs(rsc));
        return;
      case "cleanup":
        this.cluster.driver.submit({
          kind: "cleanup",
          request: 0,
          who: "drill",
          rsc: words[0],
          node: undefined,
          failedOnly: true,
        });
        return this.settle();
      default:
        this.commit(verb, words);
        this.settle();
    }
  }

  private get cluster(): RunningCluster {
    if (this.running === undefined) throw new Error("the story has to begin with: up");
    return this.running;
  }

  private async start(): Promise<void> {
    this.running = await startEmbedded({
      directory: undefined,
      schedule: this.schedule,
      clock: () => virtualClock(BEGINNING),
      configuration: this.configuration,
    });
    for (const [name, value] of this.disks) this.running.world.state.disks[name] = value;
    this.running.driver.subscribe((event) => this.tell(event));
  }

  private tell(event: ClusterEvent): void {
    if (this.quiet) return;
    const text = sentence(event);
    if (text !== undefined) this.trace.push(`${((event.at - BEGINNING) / 1000).toFixed(1).padStart(7)}  ${text}`);
  }

  private settle(): void {
    const { driver } = this.cluster;
    if (!driver.settle(driver.now + PATIENCE)) this.trace.push("         it does not settle");
    this.check();
  }

  private wait(seconds: number): void {
    const { driver } = this.cluster;
    driver.runUntil(() => false, driver.now + seconds * 1000);
    this.check();
  }

  private check(): void {
    for (const violation of this.cluster.world.state.violations.splice(0))
      this.trace.push(`         VIOLATION: ${violation}`);
  }

  /** What really runs, whatever the CIB says. */
  private whereIs(rsc: string): string {
    const processes = Object.values(this.cluster.world.state.processes).filter(
      (p) => p.rsc === rsc || p.rsc.replace(/-(?:podman-)?\d+$/, "") === rsc,
    );
    if (processes.length === 0) return `${rsc}: nowhere`;
    const hosts = (some: typeof processes) => some.map((p) => p.host).sort();
    const promoted = hosts(processes.filter((p) => p.promoted));
    const others = hosts(processes.filter((p) => !p.promoted));
    return `${rsc}: ${[promoted.length === 0 ? "" : `promoted on ${promoted.join(", ")}`, others.length === 0 ? "" : `${promoted.length === 0 ? "" : "started "}on ${others.join(", ")}`].filter((t) => t !== "").join("; ")}`;
  }

  private commit(verb: string, words: readonly string[]): void {
    const edit = configurationEdit(verb, words);
    const apply = (cib: Element) => editChild(cib, (e) => e.name === "configuration", undefined, edit);
    this.cluster.driver.submit({
      kind: "commit",
      request: 0,
      who: "drill",
      why: [verb, ...words].join(" "),
      edit: (cib) => ({ ok: true, cib: apply(cib) }),
    });
  }
}

function configurationEdit(verb: string, words: readonly string[]): (configuration: Element) => Element {
  const section = (name: string, edit: (e: Element) => Element) => (configuration: Element) =>
    editChild(configuration, (e) => e.name === name, undefined, edit);
  const [first = "", second = ""] = words;
  switch (verb) {
    case "standby":
    case "unstandby":
      return section("nodes", (nodes) =>
        editChild(
          nodes,
          (e) => get(e, "uname") === first,
          undefined,
          (node) =>
            withPair(node, "instance_attributes", `nodes-${idOf(node)}`, "standby", verb === "standby" ? "on" : "off"),
        ),
      );
    case "property": {
      const [name = "", value = ""] = first.split("=");
      return section("crm_config", (config) =>
        editChild(
          config,
          (e) => e.name === "cluster_property_set",
          undefined,
          (set) => withNvpair(set, name, value),
        ),
      );
    }
    case "operation": {
      // operation RESOURCE NAME attribute=value
      const [name = "", value = ""] = (words[2] ?? "").split("=");
      return section("resources", (resources) =>
        editPrimitive(resources, first, (e) => withOperation(e, second, name, value)),
      );
    }
    case "image":
      // image BUNDLE IMAGE
      return section("resources", (resources) =>
        editBundle(resources, first, (e) => withContainer(e, { image: second })),
      );
    case "mount": {
      // mount BUNDLE DIRECTORY: the same inside as outside, read only.
      const id = `${first}-mount`;
      const mapping = element("storage-mapping", { id, "source-dir": second, "target-dir": second, options: "ro" });
      return section("resources", (resources) => editBundle(resources, first, (e) => withMount(e, mapping)));
    }
    case "remove":
      // With every constraint that names it.
      return (configuration) => {
        const names = (e: Element) => ["rsc", "with-rsc", "first", "then"].some((a) => get(e, a) === first);
        const without = (drop: (e: Element) => boolean) => (e: Element) =>
          withChildren(
            e,
            e.children.filter((c) => c.kind !== "element" || !drop(c)),
          );
        return section(
          "constraints",
          without(names),
        )(
          section(
            "resources",
            without((e) => idOf(e) === first),
          )(configuration),
        );
      };
    case "meta": {
      const [name = "", value = ""] = second.split("=");
      return section("resources", (resources) =>
        editPrimitive(resources, first, (e) => withPair(e, "meta_attributes", `${first}-meta_attributes`, name, value)),
      );
    }
    default:
      throw new Error(`a story knows no "${verb}"`);
  }
}

function editBundle(resources: Element, id: string, edit: (e: Element) => Element): Element {
  return editChild(resources, (e) => e.name === "bundle" && idOf(e) === id, undefined, edit);
}

function withContainer(bundle: Element, attributes: Readonly<Record<string, string>>): Element {
  const set = (e: Element) =>
    Object.entries(attributes).reduce((at, [name, value]) => withAttribute(at, name, value), e);
  return editChild(bundle, (e) => e.name === "podman", undefined, set);
}

function withMount(bundle: Element, mapping: Element): Element {
  return editChild(
    bundle,
    (e) => e.name === "storage",
    () => element("storage"),
    (storage) => withChildren(storage, [...storage.children, mapping]),
  );
}

function editPrimitive(at: Element, id: string, edit: (e: Element) => Element): Element {
  const children = at.children.map((c) =>
    c.kind !== "element" ? c : c.name === "primitive" && idOf(c) === id ? edit(c) : editPrimitive(c, id, edit),
  );
  return children.some((c, i) => c !== at.children[i]) ? { ...at, children } : at;
}

function withNvpair(set: Element, name: string, value: string): Element {
  return editChild(
    set,
    (e) => get(e, "name") === name,
    () => element("nvpair", { id: `${idOf(set)}-${name}`, name, value }),
    (pair) => withAttribute(pair, "value", value),
  );
}

function withPair(owner: Element, tag: string, id: string, name: string, value: string): Element {
  return editChild(
    owner,
    (e) => e.name === tag,
    () => element(tag, { id }),
    (set) => withNvpair(set, name, value),
  );
}

function withOperation(e: Element, task: string, name: string, value: string): Element {
  const operations = child(e, "operations");
  const first =
    operations === undefined ? undefined : elements(operations, "op").find((op) => get(op, "name") === task);
  return editChild(
    e,
    (c) => c.name === "operations",
    () => element("operations"),
    (all) =>
      editChild(
        all,
        (op) => (first === undefined ? false : op === first),
        () => element("op", { id: `${idOf(e)}-${task}-interval-0s`, name: task, interval: "0s" }),
        (op) => withAttribute(op, name, value),
      ),
  );
}
