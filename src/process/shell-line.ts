/**
 * Argument vectors as text for a POSIX shell. Programs are run without a shell wherever that is possible; ssh joins its
 * arguments and gives them to the user's shell on the other machine, and a generated script is read by one. Everything
 * that a shell could interpret is quoted.
 */

const PLAIN = /^[A-Za-z0-9_/:=.,@%+-]+$/;

/** One argument. Throws for a NUL, which no argument can hold. */
export function shellWord(word: string): string {
  if (word.includes("\0")) throw new Error("an argument holds a NUL");
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** An argument vector as one command. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(" ");
}
