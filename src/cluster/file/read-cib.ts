/** Reads a file as a CIB. */
import { formatProblem, type Problem } from "../../cib/problem.ts";
import { parseXml } from "../../cib/xml/parse.ts";
import { child, type Element } from "../../cib/xml/tree.ts";
import { HoldfastError } from "../error.ts";
import { packing, readBytes, textOf } from "./read-text.ts";

/** The CIB, and whether the file is packed. Rejects with `missing`, `forbidden` or `invalid`. */
export async function readCibFile(path: string): Promise<{ readonly cib: Element; readonly packed: boolean }> {
  const bytes = await readBytes(path);
  const text = await textOf(bytes, path);
  const result = parseXml(text, { file: path });
  if (!result.ok)
    throw new HoldfastError("invalid", formatProblem(result.problem, text), { problems: [result.problem] });
  if (result.root.name !== "cib" || child(result.root, "configuration") === undefined) {
    const { name } = result.root;
    const problem: Problem = {
      code: "not-a-cib",
      message: `a CIB was expected, but the document is <${name}>`,
      where: { file: path, line: 1, column: 1 },
    };
    throw new HoldfastError("invalid", formatProblem(problem), { problems: [problem] });
  }
  return { cib: result.root, packed: packing(bytes) !== undefined };
}
