/** A file that holds secrets. */
import { type FileHandle, open } from "node:fs/promises";
import { HoldfastError } from "../error.ts";

/** Writes a new file that only its owner may read. Rejects with `unsafe` where there is a file already. */
export async function writeSecretFile(path: string, text: string): Promise<void> {
  const file = await openNew(path);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, "wx", 0o600);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new HoldfastError("unsafe", `there is a file ${path} already; it was left as it is`, {
        hint: "name another file",
      });
    throw error;
  }
}
