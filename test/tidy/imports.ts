/** Every import of the production code, read from the files' own syntax trees: who imports whom, and whether a value. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Import {
  /** Paths below the repository. */
  readonly from: string;
  readonly to: string;
  /** False for what is gone at run time. */
  readonly value: boolean;
  readonly names: readonly string[];
}

/** The TypeScript files below a folder of the repository, by name. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path))
    .sort();
}

/** Tests and what only tests use. */
export function isTestFile(path: string): boolean {
  return /\.(test|testing)\.ts$/.test(path);
}

const parsed = new Map<string, ts.SourceFile>();

export function parse(path: string): ts.SourceFile {
  const known =
    parsed.get(path) ?? ts.createSourceFile(path, readFileSync(join(ROOT, path), "utf8"), ts.ScriptTarget.ES2022, true);
  parsed.set(path, known);
  return known;
}

export function importsOf(path: string): readonly Import[] {
  const found: Import[] = [];
  for (const statement of parse(path).statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
    if (!moduleSpecifier.text.startsWith(".")) continue;
    const to = relative(ROOT, resolve(ROOT, dirname(path), moduleSpecifier.text));
    found.push({ from: path, to, ...importedNames(statement) });
  }
  return found;
}

function importedNames(statement: ts.ImportDeclaration | ts.ExportDeclaration): Pick<Import, "value" | "names"> {
  if (ts.isExportDeclaration(statement)) {
    const named = statement.exportClause;
    if (named === undefined || !ts.isNamedExports(named)) return { value: !statement.isTypeOnly, names: [] };
    return {
      value: !statement.isTypeOnly && named.elements.some((e) => !e.isTypeOnly),
      names: named.elements.map((e) => (e.propertyName ?? e.name).text),
    };
  }
  const clause = statement.importClause;
  if (clause === undefined) return { value: true, names: [] };
  const bindings = clause.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return { value: !clause.isTypeOnly, names: [] };
  return {
    value: !clause.isTypeOnly && bindings.elements.some((e) => !e.isTypeOnly),
    names: bindings.elements.map((e) => (e.propertyName ?? e.name).text),
  };
}

/** Groups of files that reach each other by the imports given; single files are no circle. */
export function circles(imports: readonly Import[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    low.set(file, order.size - 1);
    stack.push(file);
    for (const to of next.get(file) ?? []) {
      if (!order.has(to)) visit(to);
      if (stack.includes(to)) low.set(file, Math.min(low.get(file) ?? 0, low.get(to) ?? 0));
    }
    if (low.get(file) !== order.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of [...next.keys()].sort()) if (!order.has(file)) visit(file);
  return found;
}

/** Pairs of folders that import values from each other. */
export function mutualFolders(imports: readonly Import[]): readonly string[] {
  const arrows = new Set(
    imports.filter((i) => dirname(i.from) !== dirname(i.to)).map((i) => `${dirname(i.from)} ${dirname(i.to)}`),
  );
  return [...arrows].filter((arrow) => {
    const [a = "", b = ""] = arrow.split(" ");
    return a < b && arrows.has(`${b} ${a}`);
  });
}
