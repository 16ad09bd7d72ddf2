/** `--profile DIR`: times the scheduling of each file in a directory. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cpuUsage } from "node:process";
import { get } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { type Timing, timingsText, timingsXml } from "../../report/simulation/timings.ts";
import { schedule } from "../../scheduler/schedule.ts";
import type { Context, ExitStatus } from "../context.ts";
import { givenDialect, givenMoment, type SimulateOptions } from "./options.ts";
import { readCib } from "./source.ts";

export async function profile(context: Context, directory: string, options: SimulateOptions): Promise<ExitStatus> {
  const times = Number(options.repeat ?? 1);
  if (!Number.isInteger(times) || times < 1) throw new HoldfastError("usage", "--repeat takes a whole number above 0");
  const given = givenMoment(options);
  const dialect = givenDialect(options);
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter((e) => e.isFile() && e.name.endsWith(".xml") && !e.name.startsWith("."))
    .map((e) => e.name);
  const timings: Timing[] = [];
  // From the last to the first, as crm_simulate does.
  for (const name of names.sort().reverse()) {
    const file = join(directory, name);
    const text = await context.readFile(file);
    const before = cpuUsage();
    const loaded = readCib(context, file, text);
    if (!loaded.ok) continue;
    const { cib, clock } = loaded.source;
    const now = given ?? Number(get(cib, "execution-date") ?? clock);
    for (let i = 0; i < times; i++) schedule(cib, { now, dialect, sanitized: true });
    const { user, system } = cpuUsage(before);
    timings.push({ file, seconds: (user + system) / 1e6 });
  }
  context.out(options.outputAs === "xml" ? timingsXml(timings) : timingsText(timings));
  return 0;
}
