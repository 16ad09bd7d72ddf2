/** Before the first test and after the last: the image all labs share is made, and nothing of any of them stays. */
import { containerGroups, holdfast, LAB, mustRun, traces } from "./holdfast.ts";

/** Whoever named a lab's directory builds its images once, for more than one run. */
const keep = process.env.HOLDFAST_LAB === undefined ? [] : ["--keep-images"];

/** Of other containers, which were here before and may still be. */
let othersGroups: ReadonlySet<string> = new Set();

export function setup(): void {
  // What an earlier run that was killed left.
  holdfast(["lab", "down", ...keep]);
  othersGroups = new Set(containerGroups());
  // The full image is the small one too: with it there, no test builds another.
  const start = performance.now();
  mustRun(["lab", "up", "--image", "full", "--nodes", "1"], { limit: 900_000 });
  mustRun(["lab", "down", "--keep-images"]);
  process.stdout.write(`  the image is there after ${Math.round((performance.now() - start) / 1000)} s\n`);
}

export function teardown(): void {
  mustRun(["lab", "down", ...keep]);
  const { files, ...left } = traces();
  const groups = containerGroups().filter((group) => !othersGroups.has(group));
  const found = [
    ...Object.values(left).flat(),
    ...groups,
    ...files.filter((file) => file !== LAB || keep.length === 0),
  ];
  if (found.length > 0) throw new Error(`the lab left behind: ${found.join(", ")}`);
}
