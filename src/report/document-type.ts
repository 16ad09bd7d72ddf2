/**
 * From a document's schema to its TypeScript type. A `document.ts` imports its `schema.ts` for types alone, so that what
 * builds and renders documents runs without zod.
 */
import type { z } from "zod";

type Immutable<T> = T extends readonly (infer E)[]
  ? readonly Immutable<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Immutable<T[K]> }
    : T;

export type DocumentOf<S extends z.ZodType> = Immutable<z.infer<S>>;
