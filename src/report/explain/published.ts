/** What `holdfast schema explain` prints. */
import { z } from "zod";
import type { Published } from "../published.ts";
import { nodeStateAnswer } from "./node-schema.ts";
import { explanationAnswer } from "./schema.ts";

export const explanationPublished: Published = {
  name: "explanation",
  title: "Holdfast explanation",
  description:
    'The output of "holdfast explain NAME --output json": why a resource has its node and role, or why a node is as it is.',
  schema: z.discriminatedUnion("document", [explanationAnswer, nodeStateAnswer]),
};
