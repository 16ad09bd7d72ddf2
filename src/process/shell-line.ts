/**
 * An argument vector as one line for a POSIX shell. ssh joins its arguments and gives them to the user's shell over
 * there, so this is the only place where a shell is met, and everything it could take for its own is quoted.
 */

const PLAIN = /^[A-Za-z0-9_/:=.,@%+-]+$/;

/** Throws for a NUL, which no argument can hold. */
function shellWord(word: string): string {
  if (word.includes("\0")) throw new Error("an argument holds a NUL");
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

export function shellLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(" ");
}
