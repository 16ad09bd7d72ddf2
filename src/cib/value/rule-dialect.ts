/** How releases of Pacemaker differ in what a rule means; see scheduler/model/dialect.ts for which release does what. */
export interface RuleDialect {
  /** An expression whose operation does not fit its value (none where one belongs, or one where none does) never passes. */
  readonly strictExpressions: boolean;
  /** Where no node is considered, node attributes are undefined, which `ne` can pass; else nothing about them passes. */
  readonly attributesWithoutNode: boolean;
  /** A `boolean-op` that is no known word fails the rule; else it is taken for `and`. */
  readonly strictCombination: boolean;
  /** An `or` without conditions passes, as an `and` does. */
  readonly emptyOrPasses: boolean;
  /** Without parameters and meta-attributes to look in, `value-source` is ignored and the value is compared as it is. */
  readonly literalWithoutTables: boolean;
  /** An `rsc_expression` that names no provider is about agents that have none; else about those of any. */
  readonly exactProvider: boolean;
  /** A range of a date specification that cannot be read holds any value; else none. */
  readonly unreadableRangePasses: boolean;
  /** Versions are compared by parts, of which each is read as a signed number; else by the dotted numbers they begin with. */
  readonly versionsByParts: boolean;
}

/** What is meant today. */
export const CURRENT_RULES: RuleDialect = {
  strictExpressions: true,
  attributesWithoutNode: true,
  strictCombination: true,
  emptyOrPasses: true,
  literalWithoutTables: false,
  exactProvider: false,
  unreadableRangePasses: false,
  versionsByParts: false,
};
