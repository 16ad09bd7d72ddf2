/** From the description of a document to the JSON Schema that scripts can hold it against. */
import { z } from "zod";

/** @param name of the file part of its `$id` */
export function jsonSchemaOf(document: z.ZodType, name: string, title: string, description: string): object {
  return { ...z.toJSONSchema(document), $id: `https://holdfast.invalid/${name}.json`, title, description };
}
