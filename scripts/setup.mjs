/**
 * What a fresh clone needs before anything runs: dependencies and a build. Does nothing when both are current.
 * Plain JavaScript, no dependency: it is what runs before there are any.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @param hint what to do about a failure, one sentence */
function run(what, command, args, hint = "") {
  process.stderr.write(`${what}\n`);
  const done = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (done.status !== 0) {
    process.stderr.write(`${command} ${args.join(" ")} failed\n${hint}`);
    process.exit(done.status ?? 1);
  }
}

/** What the embedded database is compiled with where no binary of it can be fetched. */
const COMPILERS = ["python3", "make", "g++"];

/** A sentence about those of them that this machine lacks; nothing where it has all. */
function missingCompilers() {
  const missing = COMPILERS.filter((tool) => spawnSync(tool, ["--version"], { stdio: "ignore" }).error !== undefined);
  if (missing.length === 0) return "";
  return `${missing.join(", ")} not found: the embedded database needs ${COMPILERS.join(", ")} where no binary of it can be fetched (Debian: apt-get install ${COMPILERS.join(" ")})\n`;
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Holdfast needs Node 20.19 or newer; this is ${process.version}\n`);
  process.exit(1);
}

const stamp = join(root, "node_modules", ".holdfast-installed");
const lock = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock()) {
  const lacking = missingCompilers();
  process.stderr.write(lacking);
  // `npm ci` leaves the lock as it is, which names every platform's packages. Last comes what to do, after the compilers' pages.
  run(
    "Installing dependencies (the first time this also compiles the embedded database, about two minutes) …",
    "npm",
    ["ci", "--no-audit", "--no-fund"],
    lacking,
  );
  mkdirSync(join(root, "node_modules"), { recursive: true });
}

/** Why the embedded database cannot be used; nothing where it can. It is optional, so that npm goes on without it. */
function databaseTrouble() {
  try {
    const Database = createRequire(import.meta.url)(join(root, "node_modules", "better-sqlite3"));
    new Database(":memory:").close();
    return undefined;
  } catch (error) {
    return String(error.message).split("\n")[0];
  }
}

function newest(path) {
  if (!existsSync(path)) return 0;
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const built = join(root, "dist", "holdfast.mjs");
const sources = Math.max(
  newest(join(root, "src")),
  newest(join(root, "scripts")),
  newest(join(root, "package-lock.json")),
);
if (!existsSync(built) || statSync(built).mtimeMs < sources) {
  run("Building …", process.execPath, [join(root, "scripts", "build.mjs")]);
}

const trouble = databaseTrouble();
if (trouble !== undefined) {
  process.stderr.write(
    `The embedded database is not installed (${trouble}). What needs no embedded cluster works: node dist/holdfast.mjs status --cluster file:cib.xml\n${missingCompilers()}`,
  );
  process.exit(1);
}
writeFileSync(stamp, lock());
