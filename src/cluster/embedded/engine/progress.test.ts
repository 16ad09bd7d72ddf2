/** A transition is carried out as by the plainest executor there is, which looks at every synapse over and over. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { element, elements, withChildren } from "../../../cib/xml/tree.ts";
import { contractConfiguration } from "../../contract.testing.ts";
import { newCib } from "../new-cib.ts";
import { type ActionInput, Bench } from "./bench.testing.ts";
import { isIdle } from "./state.ts";

interface Limits {
  readonly batch: number;
  readonly migrations: number;
  readonly node: number;
}

type Task = "start" | "migrate_to" | "cancel" | "pseudo";

interface Wanted extends ActionInput {
  readonly task: Task;
  readonly node: string;
  readonly after: readonly number[];
  readonly priority: number;
}

class PlainRun {
  private readonly wanted: readonly Wanted[];
  private readonly limits: Limits;
  private readonly phases: Map<number, "waiting" | "fired" | "done" | "failed">;
  private abort = Number.NEGATIVE_INFINITY;

  constructor(wanted: readonly Wanted[], limits: Limits) {
    this.wanted = wanted;
    this.limits = limits;
    this.phases = new Map(wanted.map(({ id }) => [id, "waiting"]));
  }

  get underWay(): Wanted[] {
    return this.wanted.filter(({ id }) => this.phases.get(id) === "fired");
  }

  get done(): number {
    return [...this.phases.values()].filter((phase) => phase === "done").length;
  }

  /** Operations begun by now that were not before. */
  advance(): string[] {
    const begun: string[] = [];
    for (let fired = true; fired; ) {
      fired = false;
      for (const one of this.wanted) {
        if (!this.ready(one) || !this.fits(one)) continue;
        fired = true;
        const atOnce = one.task === "pseudo" || one.task === "cancel";
        this.phases.set(one.id, atOnce ? "done" : "fired");
        if (!atOnce) begun.push(`${one.task} r${one.id}`);
      }
    }
    return begun;
  }

  finish({ id, task, priority }: Wanted, ok: boolean): void {
    this.phases.set(id, ok ? "done" : "failed");
    // A failed start is counted, and a new fail count makes all of the transition out of date.
    if (!ok) this.abort = Math.max(this.abort, priority + 1, task === "start" ? 1_000_000 : 0);
  }

  private ready({ id, after, priority }: Wanted): boolean {
    return (
      this.phases.get(id) === "waiting" &&
      priority >= this.abort &&
      after.every((input) => !this.phases.has(input) || this.phases.get(input) === "done")
    );
  }

  private fits({ task, node }: Wanted): boolean {
    if (task === "pseudo" || task === "cancel") return true;
    const { batch, migrations, node: most } = this.limits;
    const here = this.underWay.filter((other) => other.node === node);
    return (
      (batch === 0 || this.underWay.length < batch) &&
      here.length < most &&
      (migrations < 0 || task !== "migrate_to" || here.filter((other) => other.task === task).length < migrations)
    );
  }
}

function cibWith(nodeActionLimit: number) {
  const pair = element("nvpair", { id: "i", name: "node-action-limit", value: String(nodeActionLimit) });
  const base = contractConfiguration();
  const set = element("cluster_property_set", { id: "cib-bootstrap-options" }, [pair]);
  const sections = elements(base).map((e) => (e.name === "crm_config" ? withChildren(e, [set]) : e));
  return newCib(withChildren(base, sections));
}

/** Inputs have a lower rank, which is no order of the ids, and may name an action that is not in the transition. */
const transition: fc.Arbitrary<Wanted[]> = fc
  .array(
    fc.record({
      rank: fc.double({ min: 0, max: 1, noNaN: true }),
      task: fc.constantFrom<Task>("start", "start", "migrate_to", "cancel", "pseudo"),
      node: fc.constantFrom("one", "two", "three"),
      priority: fc.constantFrom(0, 0, 0, 5, 1_000_000),
      inputs: fc.array(fc.nat(20), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 18 },
  )
  .map((all) =>
    all.map(({ rank, task, node, priority, inputs }, id) => {
      const after = [...new Set(inputs)].filter((input) => (all[input]?.rank ?? 0) < rank);
      return { id, task, node, priority, after, pseudo: task === "pseudo" };
    }),
  );

const limits = fc.record({
  batch: fc.constantFrom(0, 0, 1, 2, 4),
  migrations: fc.constantFrom(-1, 0, 1),
  node: fc.constantFrom(1, 2, 8),
});

test("random transitions", () => {
  const results = fc.infiniteStream(fc.record({ which: fc.nat(), ok: fc.constantFrom(true, true, true, true, false) }));
  fc.assert(
    fc.property(transition, limits, results, (wanted, limit, answers) => {
      const plain = new PlainRun(wanted, limit);
      const attributes = { "batch-limit": String(limit.batch), "migration-limit": String(limit.migrations) };
      const bench = new Bench([wanted], attributes, cibWith(limit.node));
      let completed = bench.completed();
      expect(bench.begun()).toEqual(plain.advance());
      for (let { underWay } = plain; underWay.length > 0; { underWay } = plain) {
        const { which, ok } = answers.next().value;
        const one = underWay[which % underWay.length];
        if (one === undefined) break;
        plain.finish(one, ok);
        bench.finish(`r${one.id}`, ok ? 0 : 1);
        completed = bench.completed();
        expect(bench.begun()).toEqual(plain.advance());
      }
      expect(completed).toBe(plain.done);
      bench.pass(0);
      expect(isIdle(bench.state)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
