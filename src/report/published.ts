/** Documents as they are published: a zod schema is the one source of a document's shape, and its JSON Schema is made of it. */
import { z } from "zod";

export interface Published {
  /** Of the file part of its `$id`; the value of its `document`, where it has but one. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly schema: z.ZodType;
}

export function jsonSchemaOf({ name, title, description, schema }: Published): object {
  return { ...z.toJSONSchema(schema), $id: `https://holdfast.invalid/${name}.json`, title, description };
}
