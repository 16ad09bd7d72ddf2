/** `--wait[=timeout]`, whose timeout stands only behind `=`: a word after `--wait` is a name. */

/** Commands that have the option. */
const NOUNS: ReadonlySet<string | undefined> = new Set(["node", "resource", "property", "constraint"]);

/** The command line with `--wait=` for a `--wait` without a timeout. */
export function withEmptyWait(argv: readonly string[]): readonly string[] {
  if (!NOUNS.has(argv[0])) return argv;
  const end = argv.indexOf("--");
  return argv.map((word, i) => (word === "--wait" && (end === -1 || i < end) ? "--wait=" : word));
}
