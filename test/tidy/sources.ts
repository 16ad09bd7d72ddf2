/** The repository's own TypeScript, parsed once, and what the rules of the house ask of it. */
import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { importsOf, isTestFile, parse, ROOT, sourceFiles } from "./imports.ts";

export const source = (path: string): string => readFileSync(join(ROOT, path), "utf8");

export const ALL = [...sourceFiles("src"), ...sourceFiles("test")];
export const PRODUCTION = sourceFiles("src").filter((path) => !isTestFile(path) && !path.endsWith(".d.ts"));

export interface Exported {
  readonly path: string;
  readonly name: string;
  readonly isFunction: boolean;
  readonly documented: boolean;
}

/** What a file defines and exports; not what it passes on from others. */
export function exportsOf(path: string): readonly Exported[] {
  return parse(path).statements.flatMap((statement): readonly Exported[] => {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)) return [];
    const documented = signatures(statement).some((one) => ts.getJSDocCommentsAndTags(one).length > 0);
    return declared(statement).map(({ name, isFunction }) => ({ path, name, isFunction, documented }));
  });
}

/** A function's overloads and itself; else the statement alone. */
function signatures(statement: ts.Statement): readonly ts.Statement[] {
  const name = ts.isFunctionDeclaration(statement) ? statement.name?.text : undefined;
  if (name === undefined) return [statement];
  return statement.getSourceFile().statements.filter((one) => ts.isFunctionDeclaration(one) && one.name?.text === name);
}

function declared(statement: ts.Statement): readonly Pick<Exported, "name" | "isFunction">[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
      const isFunction = initializer !== undefined && ts.isFunctionLike(initializer);
      return ts.isIdentifier(name) ? [{ name: name.text, isFunction }] : [];
    });
  }
  const named =
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  if (!named || statement.name === undefined) return [];
  // Overloads are one function.
  if (ts.isFunctionDeclaration(statement) && statement.body === undefined) return [];
  return [{ name: statement.name.text, isFunction: ts.isFunctionDeclaration(statement) }];
}

/** Every file that a file imports, for a value or a type, at its start or later. */
function reached(path: string): readonly string[] {
  const later: string[] = [];
  const visit = (node: ts.Node): void => {
    const called = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const argument = called ? node.arguments[0] : undefined;
    if (argument !== undefined && ts.isStringLiteral(argument) && argument.text.startsWith("."))
      later.push(relative(ROOT, resolve(ROOT, dirname(path), argument.text)));
    ts.forEachChild(node, visit);
  };
  visit(parse(path));
  return [...importsOf(path).map(({ to }) => to), ...later];
}

/** Production files that none of the entry points comes to. */
export function unreachable(entries: readonly string[]): readonly string[] {
  const seen = new Set<string>(entries);
  for (const path of seen) for (const to of reached(path)) if (to.endsWith(".ts")) seen.add(to);
  return PRODUCTION.filter((path) => !seen.has(path));
}

export interface Comment {
  readonly path: string;
  readonly text: string;
}

/** Comments of a file, by the compiler's own scanner, so that no string is taken for one. */
export function commentsOf(path: string): readonly Comment[] {
  const text = source(path);
  const file = parse(path);
  const found = new Map<number, Comment>();
  const visit = (node: ts.Node): void => {
    for (const { pos, end } of [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.getEnd()) ?? []),
    ])
      found.set(pos, { path, text: text.slice(pos, end) });
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...found.values()];
}

/** The names of tests and of groups of tests in a file. */
export function testNames(path: string): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (ts.isCallExpression(node) && first !== undefined && /^(test|it|describe)\b/.test(node.expression.getText()))
      if (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first)) names.push(first.getText());
    ts.forEachChild(node, visit);
  };
  visit(parse(path));
  return names;
}

/** Functions, methods and types of functions with more parameters than `most`, by place and name. */
export function functionsWithMore(path: string, most: number): readonly string[] {
  const file = parse(path);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && node.parameters.length > most) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1}: ${node.parameters.map((p) => p.name.getText()).join(", ")}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
