/** The users of an image by name, with the numbers they have there. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HoldfastError } from "../cluster/error.ts";
import { run } from "./command.ts";
import { imageName, podmanFor } from "./image.ts";
import type { Image, Place } from "./lab-directory.ts";

export interface ImageUser {
  readonly uid: number;
  readonly gid: number;
}

/** Reads passwd(5). */
export function readUsers(passwd: string): ReadonlyMap<string, ImageUser> {
  const users = new Map<string, ImageUser>();
  for (const line of passwd.split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name !== undefined && uid !== undefined && gid !== undefined)
      users.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  return users;
}

export async function imageUser(place: Place, image: Image, name: string): Promise<ImageUser> {
  const format = "{{.GraphDriver.Data.UpperDir}}";
  const layer = (await run([...podmanFor(place), "image", "inspect", "--format", format, imageName(image)])).trim();
  const user = readUsers(await readFile(join(layer, "etc/passwd"), "utf8")).get(name);
  if (user !== undefined) return user;
  throw new HoldfastError("failed", `the image ${imageName(image)} has no user ${name}`);
}
