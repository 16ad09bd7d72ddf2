/**
 * A new file on the nodes: beside the old one first, hidden and as well guarded, so that the run can be carried from any
 * machine; then in its place. Contents go over standard input, and are known by their SHA-256.
 */
import { createHash } from "node:crypto";
import { HoldfastError } from "../../cluster/error.ts";
import type { CommandOutcome, NodeCommands } from "../../cluster/port.ts";

const TIMEOUT = 20_000;
/** The exit statuses of the scripts below, beyond those of a shell. */
const ABSENT = 3;
const NOT_STAGED = 4;

export const digestOf = (content: string): string => createHash("sha256").update(content).digest("hex");

/** $1 the file, $2 the digest of the new one. */
const NAMES = `
file=$1; digest=$2
new=$(dirname -- "$file")/.holdfast-$(printf %.12s "$digest").$(basename -- "$file")
sum() { sha256sum < "$1" | cut -d" " -f1; }
[ -f "$file" ] || exit ${ABSENT}
`;

const SUM = `${NAMES}
sum "$file"
`;

/** Owner, mode and labels of the old one, before there is anything in it. */
const STAGE = `${NAMES}
set -e
umask 077
: > "$new"
cp --attributes-only --preserve=all -- "$file" "$new"
cat > "$new"
[ "$(sum "$new")" = "$digest" ]
`;

/**
 * Written over the old one: a container to which the file itself is mapped keeps the inode that it was started with. Done
 * already, it is done.
 */
const PLACE = `${NAMES}
set -e
if [ "$(sum "$file")" != "$digest" ]; then
  [ -f "$new" ] && [ "$(sum "$new")" = "$digest" ] || exit ${NOT_STAGED}
  cat -- "$new" > "$file"
  [ "$(sum "$file")" = "$digest" ]
fi
rm -f -- "$new"
`;

const UNSTAGE = `${NAMES}
rm -f -- "$new"
`;

export interface NewFile {
  readonly path: string;
  /** Of its new content. */
  readonly digest: string;
}

type Commands = NodeCommands | undefined;

/** The digest of the file as it is; undefined where it is not there. Rejects with `disconnected` where the node cannot be asked. */
export async function digestOn(commands: Commands, node: string, path: string): Promise<string | undefined> {
  const { exit, stdout } = await run(commands, node, SUM, { path, digest: "" });
  return exit === ABSENT ? undefined : stdout.trim();
}

/** Puts the new content beside the old one. */
export async function stage(commands: Commands, node: string, file: NewFile, content: string): Promise<void> {
  refuse(await run(commands, node, STAGE, file, content), node, file);
}

/** Puts it in its place; it may be there already. */
export async function place(commands: Commands, node: string, file: NewFile): Promise<void> {
  refuse(await run(commands, node, PLACE, file), node, file);
}

/** Takes away what was put beside, if it is still there. */
export async function unstage(commands: Commands, node: string, file: NewFile): Promise<void> {
  await run(commands, node, UNSTAGE, file);
}

type Answer = Extract<CommandOutcome, { readonly kind: "answered" }>;

async function run(
  commands: Commands,
  node: string,
  script: string,
  { path, digest }: NewFile,
  input = "",
): Promise<Answer> {
  if (commands === undefined)
    throw new HoldfastError("unsupported", "this cluster's nodes cannot be entered, so no file is put there");
  const argv = ["sh", "-c", script, "sh", path, digest] as const;
  const outcome = await commands.run({ node, container: undefined, resource: "", argv, input, timeout: TIMEOUT });
  if (outcome.kind === "answered") return outcome;
  throw new HoldfastError("disconnected", outcome.text, { hint: "name a way to every node in --cluster" });
}

function refuse({ exit, stderr }: Answer, node: string, { path }: NewFile): void {
  if (exit === 0) return;
  const why =
    exit === ABSENT
      ? "it is not there any more"
      : exit === NOT_STAGED
        ? "the new file, which was put beside it, is gone"
        : (stderr.trim().split("\n").at(-1) ?? `exit ${exit}`);
  throw new HoldfastError("failed", `${path} could not be replaced on ${node}: ${why}`);
}
