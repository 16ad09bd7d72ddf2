/** Files of our own that are never links: what is written would go into a file of someone else. */
import { lstatSync } from "node:fs";
import { HoldfastError } from "./error.ts";

/** Throws `forbidden` where there is a symbolic link. */
export function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw new HoldfastError("forbidden", `${path} is a symbolic link`, { hint: "remove the link" });
}
