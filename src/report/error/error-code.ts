/**
 * The codes of errors, which are stable: scripts rely on them. cluster/error.ts maps them to exit statuses and to HTTP;
 * docs/errors.md is made of both.
 */
import type { CodeMeaning } from "../../cib/problem-code.ts";

export const ERROR_CODES = {
  usage: {
    meaning: "The command, an option or an argument is wrong.",
    next: "Look at the command's `--help` or `holdfast man COMMAND`.",
  },
  invalid: {
    meaning:
      "The input is malformed: no manifest, not XML, not a CIB, an unknown address, or a configuration that Pacemaker would refuse.",
    next: "Mend each of the `problems` at its file, line and column.",
  },
  conflict: {
    meaning: "The cluster has changed since the change was planned for it; nothing was changed.",
    next: "Repeat the command: it plans anew.",
  },
  leased: {
    meaning: "Another user has a lease on what would change, or the lease that the change was made under is gone.",
    next: "`holdfast lease list` shows who has it and why. Wait, use `--queue`, or agree with that user on `holdfast lease break`.",
  },
  missing: {
    meaning: "There is no resource, node, device, process, version or file of this name.",
    next: "Correct the name: the hint has the nearest one, and `holdfast status` lists them.",
  },
  disconnected: {
    meaning: "The cluster does not answer, or its engine is not running.",
    next: "Start the cluster on that node, name another node in `--cluster`, or start the engine with `holdfast up`.",
  },
  "no-quorum": {
    meaning: "The node is in a partition without quorum: a change that it accepts now may be lost.",
    next: "Ask a node of the other partition, or bring nodes back first; `holdfast status` shows who is there.",
  },
  "no-dc": {
    meaning: "The cluster has no DC at the moment, and only a DC takes changes.",
    next: "Wait until one is elected, which takes seconds, and repeat the command.",
  },
  "not-installed": {
    meaning: "A program that is needed is not installed there.",
    next: "Install the package that the hint names.",
  },
  busy: {
    meaning: "Another process holds the lock, or something is in use.",
    next: "Wait for the other process, which the message names where it is known, and repeat the command.",
  },
  timeout: {
    meaning: "It was not done in time. Whether it is done later, the message says.",
    next: "Look at `holdfast status`; then repeat it, with a longer `--timeout` or `--wait` where the command has it.",
  },
  unsafe: {
    meaning: "The change could do harm, and was not confirmed.",
    next: "Read what it would do, and confirm: on a terminal, by `--yes`, or by `--accept-risk` and the risk's code.",
  },
  unsupported: {
    meaning: "This kind of cluster, or this machine, cannot do it.",
    next: "Use a cluster of the kind that the hint names.",
  },
  forbidden: {
    meaning: "The operating system or the cluster denies access.",
    next: "Run it as a user who may: root, or a member of the group haclient.",
  },
  failed: {
    meaning: "It was tried and did not succeed, such as a fencing, an agent's operation or a write to a full disk.",
    next: "Mend what the message names, and repeat the command.",
  },
  internal: {
    meaning: "A mistake in Holdfast: the engine has logged it.",
    next: "Report it with the engine's log. Configurations are committed whole or not at all, so nothing is half done.",
  },
} as const satisfies Readonly<Record<string, CodeMeaning>>;

export type ErrorCode = keyof typeof ERROR_CODES;
