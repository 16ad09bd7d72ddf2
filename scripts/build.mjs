/** Bundles the command line into one file. The embedded database stays outside: it holds native code. */
import { chmodSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));

// Chunks of an earlier build would stay for ever: their names follow their contents.
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

await build({
  absWorkingDir: root,
  entryPoints: { holdfast: "src/main.ts", "whatif-thread": "src/cli/whatif/thread.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  splitting: true,
  chunkNames: "chunk-[hash]",
  sourcemap: true,
  // Less to read at every start; names stay, so that a stack can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  external: ["better-sqlite3"],
  plugins: [withoutPrograms],
  define: { HOLDFAST_VERSION: JSON.stringify(version) },
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
chmodSync(`${root}dist/holdfast.mjs`, 0o755);
