/**
 * Bundles the command line into `dist`: the program, what starts it, and the thread that whatif computes in. The embedded
 * database stays outside: it holds native code.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

// What an earlier build had and this one has not would stay for ever.
rmSync(`${root}dist`, { recursive: true, force: true });

/** commander can run a subcommand as a program of its own. Holdfast has none, and would load what starts programs each time. */
const withoutPrograms = {
  name: "no-subcommand-programs",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("/commander/") ? { path: "child_process", namespace: "unused" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "export {};" }));
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  sourcemap: true,
  // Less to read at every start; names stay, so that a stack can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  external: ["better-sqlite3"],
  plugins: [withoutPrograms],
};

await build({
  ...common,
  entryPoints: { holdfast: "src/launch.ts", "whatif-thread": "src/cli/whatif/thread.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  format: "esm",
});
// One function, which src/launch.ts calls with what a module of Node's has.
await build({
  ...common,
  entryPoints: ["src/main.ts"],
  outfile: "dist/program.cjs",
  format: "cjs",
  // There is no module loader to import into such a function; `require` does the same here.
  supported: { "dynamic-import": false },
  define: { HOLDFAST_VERSION: JSON.stringify(version), "import.meta.url": "__url" },
  banner: { js: "(function (require, module, exports, __url) {" },
  footer: { js: "})" },
});
chmodSync(`${root}dist/holdfast.mjs`, 0o755);

// What the commands in it say is of no interest unless they fail.
const compiled = spawnSync(process.execPath, [`${root}scripts/compile.mjs`], { cwd: root, encoding: "utf8" });
if (compiled.status !== 0) {
  process.stderr.write(`${compiled.stdout}${compiled.stderr}`);
  process.exit(1);
}
