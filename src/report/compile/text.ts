/** The cluster-wide settings of a manifest as text, each with what asks for it and why. */
import type { ExplainedSetting } from "./document.ts";

const NONE = "The manifest sets nothing cluster-wide: properties, defaults and fencing stay as the cluster has them.";

export function settingLines(settings: readonly ExplainedSetting[]): string[] {
  if (settings.length === 0) return [NONE];
  const sections = [...new Set(settings.map((s) => s.section))];
  return [
    "What the manifest sets cluster-wide, and why; all else stays as the cluster has it.",
    ...sections.flatMap((section) => [
      `${section}:`,
      ...settings.filter((s) => s.section === section).map((s) => `  ${s.name} = ${s.value}${originText(s)}`),
    ]),
  ];
}

function originText({ from, by, reason, source, where }: ExplainedSetting): string {
  const file = where?.file;
  const line = where === undefined ? "" : `  [${file === undefined ? "line " : `${file}:`}${where.line}]`;
  const pages = source === undefined ? "" : ` (${source})`;
  return `${line}  ${from === "key" ? "written there" : `${from === "profile" ? "profile " : ""}${by}: ${reason}${pages}`}`;
}
