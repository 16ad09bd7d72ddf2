/**
 * A commit to a file: it replaces the file whole, by a rename that lasts, so that a reader sees the old one or the new one;
 * a lock beside it keeps two commits apart. Loaded with the first commit, since a reader needs no lock.
 */

import { constants } from "node:fs";
import { chmod, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { withWriter } from "../../cib/last-written.ts";
import { readVersion, type Version, withVersion } from "../../cib/patch/version.ts";
import { type TicketRequest, withTicket } from "../../cib/tickets.ts";
import { printXml } from "../../cib/xml/print.ts";
import { child, type Element } from "../../cib/xml/tree.ts";
import { editConfiguration, refusalOf } from "../edit.ts";
import { asHoldfastError, HoldfastError, ifFails } from "../error.ts";
import { withLock } from "../lock.ts";
import type { Commit } from "../port.ts";
import { readCibFile } from "./read-cib.ts";

/** Milliseconds a commit waits for another one to the same file. */
const PATIENCE = 5000;

/** Rejects with `conflict`, `invalid`, `busy` while another process commits, `unsupported` for a packed file. */
export async function commitToFile(path: string, commit: Commit): Promise<Version> {
  return changeFile(path, (target) => commitFile(target, commit));
}

async function changeFile<T>(path: string, change: (target: string) => Promise<T>): Promise<T> {
  // The file that a link leads to is changed, and locked, not the link.
  const target = await realpath(path).catch(ifFails(path, "missing"));
  const busy = `another process is changing ${path}`;
  return withLock(`${target}.lock`, { patience: PATIENCE, busy }, () => change(target));
}

async function unpackedCib(path: string): Promise<Element> {
  const { cib, packed } = await readCibFile(path);
  if (packed) throw new HoldfastError("unsupported", `${path} is packed`, { hint: "unpack it, and change that file" });
  return cib;
}

/** A ticket's state is part of the status, so that the configuration keeps its version. */
export async function changeTicketIn(path: string, change: TicketRequest): Promise<void> {
  await changeFile(path, async (target) => {
    const cib = await unpackedCib(target);
    const edited = withTicket(cib, change, Math.floor(Date.now() / 1000));
    if (edited === cib) return;
    const { numUpdates } = readVersion(cib);
    await replaceFile(target, printXml(withVersion(edited, { numUpdates: numUpdates + 1 })));
  });
}

async function commitFile(path: string, commit: Commit): Promise<Version> {
  const cib = await unpackedCib(path);
  const edited = editConfiguration(cib, commit);
  if (!edited.ok) throw refusalOf(edited);
  const version = readVersion(cib);
  if (child(edited.cib, "configuration") === child(cib, "configuration")) return version;
  const next = { ...version, epoch: version.epoch + 1, numUpdates: 0 };
  await replaceFile(path, printXml(withWriter(withVersion(edited.cib, next), commit.who, Date.now())));
  return next;
}

/** Written beside, made durable, renamed over, and the rename made durable. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.new`;
  try {
    const { mode } = await stat(path);
    const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(temporary, mode & 0o777);
    await rename(temporary, path);
  } catch (error) {
    await unlink(temporary).catch(ifFails(undefined));
    throw asHoldfastError(error);
  }
  const directory = await open(dirname(path), constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
