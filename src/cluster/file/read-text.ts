/**
 * Text from a file or a stream: unpacked where it is packed, as `pe-input-*.bz2` are, and decoded by the encoding it says
 * it has. What is read and what is unpacked of it are both bounded.
 */

import { open } from "node:fs/promises";
import { formatProblem } from "../../cib/problem.ts";
import { decodeXml } from "../../cib/xml/encoding.ts";
import { asHoldfastError, HoldfastError } from "../error.ts";

/** Nothing that is read is larger; a manifest or CIB above it is a mistake. */
const MAX_INPUT = 64 * 1024 * 1024;

const tooLarge = (name: string): HoldfastError =>
  new HoldfastError("invalid", `${name} is larger than ${MAX_INPUT / 1024 / 1024} MiB`);

/** A file's text. Rejects with `missing`, `forbidden` or `invalid`. */
export async function readTextFile(path: string): Promise<string> {
  return textOf(await readBytes(path), path);
}

/** A file's bytes, as they are; of a pipe or a device, which may have no end, no more than is allowed. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path, "r");
    try {
      return await readWhole(file.createReadStream({ autoClose: false }), path);
    } finally {
      await file.close();
    }
  } catch (error) {
    const known = asHoldfastError(error);
    throw known.code === "missing" ? new HoldfastError("missing", `there is no file ${path}`) : known;
  }
}

/** All bytes of a stream. Rejects with `invalid` where there are too many. */
export async function readWhole(stream: AsyncIterable<Uint8Array | string>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_INPUT) throw tooLarge(name);
    chunks.push(Buffer.from(chunk as Uint8Array));
  }
  return Buffer.concat(chunks);
}

/**
 * The text that bytes are.
 *
 * @param name of where the bytes are from, for errors
 */
export async function textOf(bytes: Uint8Array, name: string): Promise<string> {
  const decoded = decodeXml(await unpacked(bytes, name), name);
  if (decoded.ok) return decoded.text;
  throw new HoldfastError("invalid", formatProblem(decoded.problem), { problems: [decoded.problem] });
}

/** How a file is packed, by its first bytes. */
export function packing(bytes: Uint8Array): "gzip" | "bzip2" | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "gzip";
  return bytes[0] === 0x42 && bytes[1] === 0x5a && bytes[2] === 0x68 ? "bzip2" : undefined;
}

async function unpacked(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const kind = packing(bytes);
  if (kind === undefined) return bytes;
  try {
    if (kind === "bzip2") return await unpackBzip2(bytes, name);
    return (await import("node:zlib")).gunzipSync(bytes, { maxOutputLength: MAX_INPUT });
  } catch (error) {
    if (error instanceof HoldfastError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(name);
    throw new HoldfastError("invalid", `${name} is no whole ${kind} file: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

const GROWTH = 1 << 16;

async function unpackBzip2(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  const { default: bunzip } = await import("seek-bzip");
  let room = new Uint8Array(GROWTH);
  let size = 0;
  const output = {
    writeByte: (byte: number): void => {
      if (size === MAX_INPUT) throw tooLarge(name);
      if (size === room.length) {
        const larger = new Uint8Array(2 * size);
        larger.set(room);
        room = larger;
      }
      room[size++] = byte;
    },
  };
  // The library makes its buffers in a way that Node warns of, which is nothing to the reader.
  const quiet = process.noDeprecation === true;
  process.noDeprecation = true;
  try {
    bunzip.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), output, true);
  } finally {
    process.noDeprecation = quiet;
  }
  return room.subarray(0, size);
}
