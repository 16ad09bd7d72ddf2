/** The use case of whatif: what each failure and standby would move, restart or lose. */
import type { Element } from "../../cib/xml/tree.ts";
import type { Cluster } from "../../cluster/port.ts";
import type { WhatIf } from "../../report/whatif/document.ts";
import { type WhatIfOptions, whatIf } from "../../report/whatif/read.ts";

/** @param answer runs the simulations, on one thread or two */
export async function answerWhatIf(
  cluster: Cluster,
  { kinds }: Pick<WhatIfOptions, "kinds">,
  answer: (cib: Element, options: WhatIfOptions) => WhatIf | Promise<WhatIf> = whatIf,
): Promise<WhatIf> {
  const { cib, at } = await cluster.read();
  return answer(cib, { now: Math.floor(at / 1000), kinds });
}
