/**
 * `npm run conformance:fetch [CHECKOUT]`: Pacemaker's scheduler cases into test/conformance/cases, where tests look for them
 * in the absence of `../shared`; from a checkout of Pacemaker, else from Debian's package of Pacemaker's tests. Only the
 * cases of passing.json, and only those whose files are what they are in the release this project follows: a case that
 * is not says nothing about us. The files are Pacemaker's and stay uncommitted.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FETCHED_CASES } from "../shared.ts";
import type { FileKind } from "./cases.ts";
import type { Level } from "./evaluate.ts";

const KINDS: readonly FileKind[] = ["xml", "exp", "dot", "scores", "summary"];
const RELEASE = "3.0.3";
/** A line a case: its name and the digest of its files in the release this project follows. */
const DIGESTS = fileURLToPath(new URL("./digests.tsv", import.meta.url));
const PASSING = fileURLToPath(new URL("./passing.json", import.meta.url));
const SUITE = { checkout: "cts/scheduler", package: "usr/share/pacemaker/tests/scheduler" } as const;
/** The list of cases with their arguments, in Python. */
const LISTS = {
  checkout: ["cts/cts-scheduler.in", "cts/cts-scheduler"],
  package: ["usr/share/pacemaker/tests/cts-scheduler"],
};

interface Source {
  readonly name: string;
  readonly suite: string;
  readonly list: string;
}

interface Case {
  readonly files: ReadonlyMap<FileKind, string>;
  readonly args: string;
  /** Where the suite's list names it. */
  readonly place: number;
}

function fromCheckout(root: string): Source {
  const list = LISTS.checkout.map((path) => join(root, path)).find((path) => existsSync(path));
  if (list === undefined) throw new Error(`${root} is no checkout of Pacemaker: it has no ${LISTS.checkout[0]}`);
  return { name: root, suite: join(root, SUITE.checkout), list };
}

/** With lists of packages of its own: what this machine's apt knows and has installed stays as it is. */
function fromDebian(work: string): Source {
  const sources = debianSources();
  for (const folder of ["lists/partial", "archives/partial", "tree"])
    mkdirSync(join(work, folder), { recursive: true });
  writeFileSync(join(work, "sid.sources"), sources);
  writeFileSync(
    join(work, "apt.conf"),
    [
      `Dir::State "${work}";`,
      'Dir::State::status "/dev/null";',
      `Dir::Cache "${work}";`,
      `Dir::Etc::SourceList "${work}/sid.sources";`,
      'Dir::Etc::SourceParts "-";',
      'Acquire::Check-Valid-Until "false";',
      'APT::Sandbox::User "";',
    ].join("\n"),
  );
  const apt = (...args: string[]): void => {
    execFileSync("apt-get", ["-qq", ...args], {
      cwd: work,
      env: { ...process.env, APT_CONFIG: join(work, "apt.conf") },
      stdio: ["ignore", "ignore", "inherit"],
    });
  };
  apt("update");
  apt("download", "pacemaker-cts");
  const archive = readdirSync(work).find((file) => file.endsWith(".deb"));
  if (archive === undefined) throw new Error("apt-get download left no package");
  execFileSync("dpkg-deb", ["--extract", join(work, archive), join(work, "tree")]);
  const tree = join(work, "tree");
  return { name: archive, suite: join(tree, SUITE.package), list: join(tree, LISTS.package[0] ?? "") };
}

/** Debian's development suite, from wherever this machine gets Debian's packages. */
function debianSources(): string {
  const folder = "/etc/apt/sources.list.d";
  const files = [
    "/etc/apt/sources.list",
    ...(existsSync(folder) ? readdirSync(folder).map((f) => join(folder, f)) : []),
  ];
  const text = files.map((path) => (existsSync(path) ? readFileSync(path, "utf8") : "")).join("\n");
  const lines = text.split("\n").filter((line) => !line.trimStart().startsWith("#"));
  const mirror = lines.flatMap((line) => /[a-z+]+:\/\/\S+\/debian\/?(?=\s|$)/.exec(line) ?? [])[0];
  if (mirror === undefined) throw new Error("this machine's apt has no source of Debian's packages; name a checkout");
  return `Types: deb\nURIs: ${mirror}\nSuites: sid\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`;
}

function readCase(source: Source, list: string, name: string): Case | undefined {
  const files = new Map<FileKind, string>();
  for (const kind of KINDS) {
    const path = join(source.suite, kind, `${name}.${kind}`);
    if (!existsSync(path)) return undefined;
    files.set(kind, readFileSync(path, "utf8"));
  }
  return { files, args: argumentsOf(list, name), place: placeOf(list, name) };
}

const placeOf = (list: string, name: string): number => list.indexOf(`SchedulerTest("${name}",`);

/** Of `SchedulerTest("date-1", "Dates", ["-t", "2005-020"])`: the arguments, as a shell takes them. */
function argumentsOf(list: string, name: string): string {
  const at = placeOf(list, name);
  const found = /^SchedulerTest\("[^"]*",\s*"(?:[^"\\]|\\.)*"(?:,\s*\[([^\]]*)\])?/.exec(at < 0 ? "" : list.slice(at));
  const args = [...(found?.[1] ?? "").matchAll(/"([^"]*)"/g)].map(([, arg = ""]) => arg);
  return args.map((arg) => (arg.includes(" ") ? `'${arg}'` : arg)).join(" ");
}

/** Of what tests compare: the order of scores and of the picture's lines does not count. */
function digestOf({ files, args }: Case): string {
  const hash = createHash("sha256").update(args);
  for (const [kind, text] of files) {
    const lines = text.split("\n").map((line) => line.trim());
    if (kind === "scores") lines.sort();
    const compared = kind === "dot" ? [...new Set(lines)].sort() : lines;
    hash.update(`\n${kind}\n${compared.filter((line) => line !== "").join("\n")}`);
  }
  return hash.digest("hex").slice(0, 16);
}

function write(taken: ReadonlyMap<string, Case>): void {
  rmSync(FETCHED_CASES, { recursive: true, force: true });
  for (const kind of KINDS) mkdirSync(join(FETCHED_CASES, kind), { recursive: true });
  for (const [name, { files }] of taken)
    for (const [kind, text] of files) writeFileSync(join(FETCHED_CASES, kind, `${name}.${kind}`), text);
  // In the suite's order: tests that take a part of the cases take the same part wherever the cases come from.
  const inOrder = [...taken].sort(([, a], [, b]) => a.place - b.place);
  const rows = inOrder.map(([name, { args }]) => `${name}\t\t${args}`);
  writeFileSync(join(FETCHED_CASES, "cases.tsv"), `${["name\tdescription\targuments", ...rows].join("\n")}\n`);
}

function readDigests(): ReadonlyMap<string, string> {
  const rows = readFileSync(DIGESTS, "utf8").trimEnd().split("\n");
  return new Map(rows.map((row): [string, string] => [row.split("\t")[0] ?? "", row.split("\t")[1] ?? ""]));
}

function listed(): readonly string[] {
  const passing = JSON.parse(readFileSync(PASSING, "utf8")) as Record<Level, string[]>;
  return [...new Set(Object.values(passing).flat())].sort();
}

/** For whoever moves the project to another release of Pacemaker. */
function recordDigests(source: Source): void {
  const list = readFileSync(source.list, "utf8");
  const rows = listed().map((name) => {
    const found = readCase(source, list, name);
    if (found === undefined) throw new Error(`${source.name} has no case ${name}`);
    return `${name}\t${digestOf(found)}\n`;
  });
  writeFileSync(DIGESTS, rows.join(""));
}

/** @returns whether every case of passing.json was taken */
function fetch(source: Source): boolean {
  const names = listed();
  const list = readFileSync(source.list, "utf8");
  const digests = readDigests();
  const taken = new Map<string, Case>();
  const missing: string[] = [];
  const different: string[] = [];
  for (const name of names) {
    const found = readCase(source, list, name);
    if (found === undefined) missing.push(name);
    else if (digestOf(found) !== digests.get(name)) different.push(name);
    else taken.set(name, found);
  }
  write(taken);
  console.log(`${taken.size} of ${names.length} cases taken from ${source.name}`);
  if (missing.length > 0) console.error(`it does not have ${missing.length}: ${missing.join(", ")}`);
  if (different.length > 0)
    console.error(`left out, as they differ from Pacemaker ${RELEASE}'s, ${different.length}: ${different.join(", ")}`);
  return taken.size === names.length;
}

const args = process.argv.slice(2);
const checkout = args.find((arg) => !arg.startsWith("--"));
const work = mkdtempSync(join(tmpdir(), "holdfast-cases-"));
try {
  const source = checkout === undefined ? fromDebian(work) : fromCheckout(checkout);
  if (args.includes("--record-digests")) recordDigests(source);
  if (!fetch(source)) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
