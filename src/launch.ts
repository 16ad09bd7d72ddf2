#!/usr/bin/env node
/**
 * What the command `holdfast` starts: the program of main.ts, bundled as `program.cjs`, together with what V8 made of it when
 * it was built. Compiling the program took a third of the time of a short command. V8 checks that the compiled code is of
 * this text and of this release of itself, and compiles as usual where it is not.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

type Program = (require: NodeJS.Require, module: { exports: object }, exports: object, url: string) => void;

const filename = fileURLToPath(new URL("./program.cjs", import.meta.url));
const compiled = fileURLToPath(new URL("./program.cache", import.meta.url));
const script = new Script(readFileSync(filename, "utf8"), {
  filename,
  // Not there while scripts/build.mjs makes it.
  ...(existsSync(compiled) ? { cachedData: readFileSync(compiled) } : {}),
});
const module = { exports: {} };
(script.runInThisContext() as Program)(createRequire(import.meta.url), module, module.exports, import.meta.url);
