/** An explanation: why a resource has its node and role, why not another node, and the causes of its actions. */
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

/** An element of the CIB that a reason refers to; without it, or with another value, the result would differ. */
export type Reference = DocumentOf<typeof referenceSchema>;
/** The kind of a reason, for scripts. */
export type ReasonCode = DocumentOf<typeof reasonCode>;
/** A reason: its sentence, its code, and its elements of the CIB. */
export type Reason = DocumentOf<typeof reason>;
/** One part of a score. The parts add up to it, in their order and by the rules of score addition. */
export type Contribution = DocumentOf<typeof contribution>;
export type NodeExplanation = DocumentOf<typeof nodeExplanation>;
export type PromotionExplanation = DocumentOf<typeof promotionExplanation>;
/** One action that is due for the resource, with the chain back to its first cause. */
export type ActionExplanation = DocumentOf<typeof actionExplanation>;
export type InstanceExplanation = DocumentOf<typeof instanceExplanation>;
export type Explanation = DocumentOf<typeof explanationAnswer>;
