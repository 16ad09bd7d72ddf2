/** An explanation: why a resource is where it is and as it is, why not elsewhere, and what led to what it has to do. */
import type { DocumentOf } from "../document-type.ts";
import type {
  actionExplanation,
  contribution,
  explanationAnswer,
  instanceExplanation,
  nodeExplanation,
  promotionExplanation,
  reason,
  reasonCode,
  referenceSchema,
} from "./schema.ts";

/** An element of the CIB that a reason rests on: take it away, or change it, and the answer is another. */
export type Reference = DocumentOf<typeof referenceSchema>;
/** What kind of reason it is, for scripts. */
export type ReasonCode = DocumentOf<typeof reasonCode>;
/** A sentence, its code, and what it rests on. */
export type Reason = DocumentOf<typeof reason>;
/** One part of a score. Added up in their order, by the rules of score addition, they are the score. */
export type Contribution = DocumentOf<typeof contribution>;
export type NodeExplanation = DocumentOf<typeof nodeExplanation>;
export type PromotionExplanation = DocumentOf<typeof promotionExplanation>;
/** One action the resource is to go through, from the action back to its first cause. */
export type ActionExplanation = DocumentOf<typeof actionExplanation>;
export type InstanceExplanation = DocumentOf<typeof instanceExplanation>;
export type Explanation = DocumentOf<typeof explanationAnswer>;
