/**
 * Writes `dist/program.cache`: what V8 has made of the program after the commands below, each function that ran included.
 * src/launch.ts gives it back to V8.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const require = createRequire(import.meta.url);
// V8 refuses code that was compiled under other flags; when the program starts, it has not set any yet.
require("node:v8").setFlagsFromString = () => {};

const launcher = new URL("../dist/holdfast.mjs", import.meta.url);
const filename = fileURLToPath(new URL("../dist/program.cjs", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "holdfast-build-"));
const cib = join(directory, "cib.xml");
const manifest = fileURLToPath(new URL("../examples/lab-full.yaml", import.meta.url));
const cluster = ["-c", `file:${cib}`];
writeFileSync(
  cib,
  `<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.9" admin_epoch="0" epoch="1" num_updates="0">
<configuration><crm_config/><nodes/><resources/><constraints/></configuration><status/></cib>`,
);
const applied = spawnSync(process.execPath, [fileURLToPath(launcher), "apply", manifest, "--yes", ...cluster]);
if (applied.status !== 0) throw new Error(`apply ended with ${applied.status}: ${applied.stderr}`);
/** The short ones: each further command makes what is loaded at every start larger. */
const COMMANDS = [
  ["status", ...cluster],
  ["status", "redis-bundle", ...cluster],
];

const script = new Script(readFileSync(filename, "utf8"), { filename });
const program = script.runInThisContext();
const [node, ...rest] = process.argv;
try {
  for (const command of COMMANDS) {
    process.argv = [node, fileURLToPath(launcher), ...command];
    const module = { exports: {} };
    program(require, module, module.exports, launcher.href);
    await module.exports.done;
  }
} finally {
  process.argv = [node, ...rest];
  process.exitCode = 0;
  rmSync(directory, { recursive: true, force: true });
}
writeFileSync(new URL("../dist/program.cache", import.meta.url), script.createCachedData());
