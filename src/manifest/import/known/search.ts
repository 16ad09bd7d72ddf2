/** What an import looks at for what the short words of a manifest say, and what it is not to say this way. */
import type { Element } from "../../../cib/xml/tree.ts";
import type { Secrets } from "../source/secrets.ts";

export interface Search {
  readonly configuration: Element;
  readonly secrets: Secrets;
  /** Parts that were said and came to something else than what is there: names of services, or of sections. */
  readonly without: ReadonlySet<string>;
}
