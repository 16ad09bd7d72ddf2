/** Looks up secrets in this process's environment variables and this machine's files. */
import type { SecretLookup } from "../change/desired.ts";
import type { ChangeRequest } from "../change/prepare.ts";

import { HoldfastError } from "../cluster/error.ts";
import type { Context } from "./context.ts";

function secretsOf(context: Pick<Context, "env" | "readFile">): SecretLookup {
  return async (from) => ("env" in from ? context.env[from.env] : optionalFile(context, from.file));
}

async function optionalFile(context: Pick<Context, "readFile">, path: string): Promise<string | undefined> {
  try {
    return await context.readFile(path);
  } catch (error) {
    if (error instanceof HoldfastError && error.code === "missing") return undefined;
    throw error;
  }
}

/** The file named on the command line, with the lookup of its secrets. */
export async function changeRequest(context: Context, path: string): Promise<ChangeRequest> {
  return { file: { path, text: await context.readFile(path) }, secrets: secretsOf(context) };
}
