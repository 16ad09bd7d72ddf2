/** `rotate PATH --from FILE`: a new file on the nodes, such as a certificate, and who uses it takes it node by node. */
import { prepareRenewal, stageRenewal, unstageRenewal } from "../change/renewal/prepare.ts";
import { previewRun } from "../change/run/preview.ts";
import { startRun } from "../change/run/start.ts";
import { runPlanLines } from "../report/run/text.ts";
import { jsonText, linesText } from "./answer.ts";
import { confirmDoing } from "./confirm.ts";
import type { Context, ExitStatus } from "./context.ts";
import { using } from "./globals.ts";
import type { RollingOptions } from "./rolling.ts";
import { limitsOf, runCarried } from "./running.ts";

/** Nothing is done where all nodes have the content already. */
export async function renewFile(
  context: Context,
  options: RollingOptions,
  path: string,
  content: string,
): Promise<ExitStatus> {
  const prepared = await using(context, options.cluster, async (cluster) => {
    const renewal = await prepareRenewal(cluster, path, content);
    if (renewal.request === undefined) return undefined;
    const steps = previewRun(await cluster.read(), renewal.request, limitsOf(options));
    if (options.output === "text") context.out(linesText(runPlanLines(steps), context));
    if (options.dryRun) {
      context.out(options.output === "json" ? jsonText(steps) : "Nothing was changed.\n");
      return "shown";
    }
    if (!options.yes) await confirmDoing(context, `Replace ${path} on ${renewal.nodes.join(", ")}?`);
    return { ...renewal, request: renewal.request };
  });
  if (prepared === "shown") return 0;
  if (prepared === undefined) {
    context.err(`every node that has ${path} has this content already\n`);
    return 0;
  }
  const reasoned = { ...options, why: options.why ?? `rotate ${path}` };
  return runCarried(context, reasoned, async (cluster, carry) => {
    await stageRenewal(cluster, prepared, content);
    let begun = false;
    try {
      return await startRun(cluster, prepared.request, {
        ...carry,
        tell: (event) => {
          begun = true;
          carry.tell?.(event);
        },
      });
    } catch (error) {
      // A run that was begun and stopped is resumed or undone, and needs them.
      if (!begun) await unstageRenewal(cluster, prepared);
      throw error;
    }
  });
}
