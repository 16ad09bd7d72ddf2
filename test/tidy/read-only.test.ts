/** Whoever reads a decision gets the model's read-only face, and nothing can be written through it. */
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { importsOf, isTestFile, ROOT, sourceFiles } from "./imports.ts";
import { exportsOf } from "./sources.ts";

const TYPES = "src/scheduler/model/types.ts";
const FACE = "src/scheduler/model/read-only.ts";
/** What phases write, besides the data of {@link TYPES}. */
const WRITABLE = new Set(["ClusterModel", "NodeTable", "unpackForPhases"]);

test("only the scheduler imports types that can be written", () => {
  const found = sourceFiles("src")
    .filter((path) => !path.startsWith("src/scheduler/") && !isTestFile(path))
    .flatMap(importsOf)
    .filter(({ to, names }) => to === TYPES || (to.startsWith("src/scheduler/") && names.some((n) => WRITABLE.has(n))))
    .map(({ from, to, names }) => `${from} imports ${names.join(", ")} of ${to}`);
  expect(found).toEqual([]);
});

/** Lines of code about the face that the compiler refuses, by their position. */
function refused(lines: readonly string[]): readonly string[] {
  const path = join(ROOT, "src/scheduler/model/face.virtual.ts");
  const text = lines.join("\n");
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { tsBuildInfoFile: _, ...strict } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
  const options: ts.CompilerOptions = { ...strict, types: [], incremental: false };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === path || fileExists.call(host, name);
  host.getSourceFile = (name, ...rest) =>
    name === path
      ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
      : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([path], options, host);
  const file = program.getSourceFile(path);
  const wrong = new Set(
    program.getSemanticDiagnostics(file).map(({ start }) => file?.getLineAndCharacterOfPosition(start ?? 0).line),
  );
  return lines.filter((_, at) => wrong.has(at));
}

test("the face refuses to be written and to be taken for what a phase writes", () => {
  const names = exportsOf(FACE)
    .map(({ name }) => name)
    .filter((name) => name !== "ReadOnly");
  const imports = [
    `import type { ${names.join(", ")} } from "./read-only.ts";`,
    `import type { ${names.map((name) => name.replace("Readonly", "")).join(", ")} } from "./types.ts";`,
    `import type { ClusterModel, ReadonlyModel } from "./cluster-model.ts";`,
    `import { setFlag } from "../action/action-state.ts";`,
    `import { findNode } from "./lookup.ts";`,
    "declare const m: ReadonlyModel, n: ReadonlyNode, r: ReadonlyResource, a: ReadonlyAction;",
  ];
  const reads = [
    `export const online: boolean | undefined = findNode(m, "a")?.online;`,
    "export const roles: readonly number[] = [...r.knownOn.values()];",
    "export const score: number = r.allowed.score(n);",
    "export const before: string | undefined = a.before[0]?.action.rsc?.id;",
  ];
  const writes = [
    "n.online = true;",
    `n.attributes.set("a", "b");`,
    "n.running.pop();",
    "r.allowed.setScore(n, 0);",
    "r.active.length = 0;",
    "a.flags |= 1;",
    "setFlag(a, 1);",
    "for (const relation of a.before) relation.type = 0;",
    "m.nodes.sort();",
    "m.recheckBy = 0;",
    "m.failedOperations[0] = undefined;",
    "export const whole: ClusterModel = m;",
    ...names.map(
      (name) => `export const take${name} = (face: ${name}): ${name.replace("Readonly", "")} => { return face; };`,
    ),
  ];
  expect(refused([...imports, ...reads, ...writes])).toEqual(writes);
});
