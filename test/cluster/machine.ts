/** Before the first test and after the last: the image all labs share is made, and nothing of any of them stays. */
import { holdfast, LAB, mustRun, traces } from "./holdfast.ts";

/** Whoever named a lab's directory builds its images once, for more than one run. */
const keep = process.env.HOLDFAST_LAB === undefined ? [] : ["--keep-images"];

export function setup(): void {
  // What an earlier run that was killed left.
  holdfast(["lab", "down", ...keep]);
}

export function teardown(): void {
  mustRun(["lab", "down", ...keep]);
  const { files, ...left } = traces();
  const found = [...Object.values(left).flat(), ...files.filter((file) => file !== LAB || keep.length === 0)];
  if (found.length > 0) throw new Error(`the lab left behind: ${found.join(", ")}`);
}
