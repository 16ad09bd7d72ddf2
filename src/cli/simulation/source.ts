/** Loads the CIB of a simulation. */
import { formatProblem, formatProblems } from "../../cib/problem.ts";
import { validateCib } from "../../cib/validate.ts";
import { visibleLine } from "../../cib/visible.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { HoldfastError } from "../../cluster/error.ts";
import { newerThanFollowed } from "../../scheduler/model/dialect.ts";
import { momentOf } from "../../scheduler/reading.ts";
import type { Context, ExitStatus } from "../context.ts";
import { using } from "../globals.ts";
import type { SimulateOptions, Source } from "./options.ts";

export type Loaded = { readonly ok: true; readonly source: Source } | { readonly ok: false; readonly exit: ExitStatus };

/** The input is not XML (`CRM_EX_DATAERR`). */
const NO_XML: ExitStatus = 65;
/** The input is not a valid CIB (`CRM_EX_CONFIG`). */
const NOT_VALID: ExitStatus = 78;

export async function loadSource(context: Context, options: SimulateOptions): Promise<Loaded> {
  const path = options.xmlPipe === true ? "-" : options.xmlFile;
  if (path === undefined || options.liveCheck === true) {
    return using(context, options.cluster, async (cluster) => {
      const { cib, at } = await cluster.read();
      const { now: clock, dialect } = momentOf(cib, Math.floor(at / 1000));
      return { ok: true, source: { cib, clock, sanitized: false, dialect } };
    });
  }
  try {
    return readCib(context, path, await context.readFile(path));
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.problems[0]?.code !== "xml-encoding") throw error;
    context.err(`holdfast: Could not read input XML: ${error.message}\n`);
    return { ok: false, exit: NO_XML };
  }
}

/** Reads a CIB; refuses an invalid one, and warns of parts that have no effect. */
export function readCib(context: Context, path: string, text: string): Loaded {
  const file = path === "-" ? "standard input" : path;
  const parsed = parseXml(text, { file });
  if (!parsed.ok) {
    context.err(`holdfast: Could not read input XML: ${formatProblem(parsed.problem, text)}\n`);
    return { ok: false, exit: NO_XML };
  }
  const { refusals, warnings, more } = validateCib(parsed.root, { file });
  const refused = refusals.length > 0;
  for (const shown of formatProblems(refused ? refusals : warnings, text, more)) {
    context.err(`holdfast: ${refused ? "" : "warning: "}${shown}\n`);
  }
  if (refused) return { ok: false, exit: NOT_VALID };
  const newer = newerThanFollowed(parsed.root);
  if (newer !== undefined) context.err(`holdfast: warning: ${visibleLine(newer)}\n`);
  return { ok: true, source: { cib: parsed.root, clock: Math.floor(context.now() / 1000), sanitized: true } };
}
