/** The times of scheduling, in the format of `crm_simulate`. */
import { element } from "../../cib/xml/tree.ts";
import { resultXml } from "./result.ts";

export interface Timing {
  readonly file: string;
  readonly seconds: number;
}

export function timingsText(timings: readonly Timing[]): string {
  const lines = timings.map(({ file, seconds }) => `  * Testing ${file} ... ${seconds.toFixed(2)} secs`);
  return lines.length === 0 ? "" : ["Timings:", ...lines, ""].join("\n");
}

export function timingsXml(timings: readonly Timing[]): string {
  const rows = timings.map(({ file, seconds }) => element("timing", { file, duration: seconds.toFixed(6) }));
  return resultXml([element("timings", {}, rows)]);
}
