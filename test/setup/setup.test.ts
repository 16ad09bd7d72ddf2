/** A fresh clone on a machine without compilers: what to install is the last thing said, and what needs no SQLite is there. */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "holdfast-setup-"));
  mkdirSync(join(clone, "scripts"));
  cpSync(fileURLToPath(new URL("../../scripts/setup.mjs", import.meta.url)), join(clone, "scripts/setup.mjs"));
  writeFileSync(join(clone, "package-lock.json"), "{}");
  mkdirSync(join(clone, "bin"));
});
afterEach(() => rmSync(clone, { recursive: true }));

/** With these programs alone, each of which ends with a status. */
function setUp(programs: Readonly<Record<string, number>>): { status: number | null; said: string } {
  for (const [name, status] of Object.entries(programs)) {
    const path = join(clone, "bin", name);
    writeFileSync(path, `#!/bin/sh\nexit ${status}\n`);
    chmodSync(path, 0o755);
  }
  const done = spawnSync(process.execPath, [join(clone, "scripts/setup.mjs")], {
    env: { PATH: join(clone, "bin") },
    encoding: "utf8",
  });
  return { status: done.status, said: done.stderr };
}

test("an installation that fails ends with what to install", () => {
  const { status, said } = setUp({ npm: 7, make: 0 });
  expect(status).toBe(7);
  expect(said.trimEnd().split("\n").at(-1)).toBe(
    "python3, g++ not found: the embedded database needs python3, make, g++ where no binary of it can be fetched (Debian: apt-get install python3 make g++)",
  );
});

test("nothing is said of compilers that are there", () => {
  const { status, said } = setUp({ npm: 7, make: 0, python3: 0, "g++": 0 });
  expect(status).toBe(7);
  expect(said).not.toContain("not found");
});

/** npm leaves out an optional package that does not compile, and ends with 0. */
function builds(): void {
  mkdirSync(join(clone, "src"));
  writeFileSync(join(clone, "scripts/build.mjs"), "");
  mkdirSync(join(clone, "node_modules"), { recursive: true });
}

test("without the embedded database all else is built, the next start tries again, and what to install is said last", () => {
  builds();
  const { status, said } = setUp({ npm: 0, make: 0, python3: 0 });
  expect(status).toBe(1);
  expect(said).toContain("Building …");
  expect(said).toContain("The embedded database is not installed (Cannot find module ");
  expect(said.trimEnd().split("\n").at(-1)).toContain("g++ not found");
  expect(existsSync(join(clone, "node_modules/.holdfast-installed"))).toBe(false);
});

test("with it nothing is said, and nothing is done again", () => {
  builds();
  const database = join(clone, "node_modules/better-sqlite3");
  mkdirSync(database);
  writeFileSync(join(database, "index.js"), "module.exports = class { close() {} };");
  expect(setUp({ npm: 0, make: 0, python3: 0, "g++": 0 }).status).toBe(0);
  const { status, said } = setUp({ npm: 7 });
  expect(status).toBe(0);
  expect(said).not.toContain("Installing");
});
