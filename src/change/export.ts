/** The use case of export: what apply would change, as the input of another tool. */
import { secretValues } from "../cib/masked.ts";
import type { Patch } from "../cib/patch/patch.ts";
import { patchToXml } from "../cib/patch/patch-xml.ts";
import { readVersion } from "../cib/patch/version.ts";
import { printXml } from "../cib/xml/print.ts";
import type { Element } from "../cib/xml/tree.ts";
import { HoldfastError } from "../cluster/error.ts";
import type { Cluster } from "../cluster/port.ts";
import { shellLine } from "../process/shell-line.ts";
import { pcsCommands } from "../report/export/pcs.ts";
import { OWN_RECORDS } from "./plan/plan.ts";
import { type ChangeRequest, prepareChange } from "./prepare.ts";

export interface ExportRequest extends ChangeRequest {
  readonly as: "xml" | "pcs";
  readonly showSecrets: boolean;
}

/**
 * Rejects as plan does, with `unsupported` for a change that the tool has no words for, and with `unsafe` for one that
 * holds secrets, unless they may be shown.
 */
export async function exportChange(cluster: Cluster, request: ExportRequest): Promise<string> {
  const { snapshot, cib, patch } = await prepareChange(cluster, request);
  const text = request.as === "xml" ? patchText(snapshot.cib, patch) : pcsScript(request.file.path, snapshot.cib, cib);
  const secrets = new Set([...secretValues(snapshot.cib), ...secretValues(cib)]);
  if (!request.showSecrets && [...secrets].some((secret) => text.includes(secret)))
    throw new HoldfastError("unsafe", "the change holds secrets, which would be printed", {
      hint: "pass --show-secrets, and send the output to a file that only you may read",
    });
  return text;
}

/** For `cibadmin --patch`, which applies it to this configuration alone. */
function patchText(before: Element, patch: Patch): string {
  const { adminEpoch, epoch, numUpdates } = readVersion(before);
  const source = { adminEpoch, epoch, numUpdates };
  const target = { adminEpoch, epoch: epoch + 1, numUpdates: 0 };
  return printXml(patchToXml({ changes: patch.changes, source, target }));
}

function pcsScript(path: string, before: Element, after: Element): string {
  const { commands, unsaid } = pcsCommands(before, after, OWN_RECORDS);
  if (unsaid.length > 0)
    throw new HoldfastError("unsupported", `pcs has no words for the change of ${unsaid.join(", ")}`, {
      hint: "export it as a patch: --xml",
    });
  const { adminEpoch, epoch } = readVersion(before);
  return [
    "#!/bin/sh -e",
    `# ${path}, for a cluster at configuration ${adminEpoch}.${epoch}, in the words of pcs 0.11. All at once:`,
    '#   pcs cluster cib old.xml; cp old.xml new.xml; pcs() { command pcs -f new.xml "$@"; }; the lines below;',
    "#   command pcs cluster cib-push new.xml diff-against=old.xml",
    ...commands.map((words) => shellLine(["pcs", ...words])),
    "",
  ].join("\n");
}
