/** Published documents: a zod schema is the only source of a document's type and of its JSON Schema. */
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
