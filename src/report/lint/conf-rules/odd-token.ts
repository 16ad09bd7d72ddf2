/** Q07. */
import { effectiveTotem } from "../../../corosync/defaults.ts";
import type { ConfRule } from "../rule/conf-rule.ts";

/** Milliseconds: below, a busy node is taken for dead; the clouds' own advice ends at 30 s. */
const [LEAST, MOST] = [1000, 30_000];

export const oddToken: ConfRule = {
  id: "Q07",
  severity: "warning",
  title: "the token is outside of what is in use",
  why: "a short one takes a busy node for dead and has it fenced; a long one notices a loss late",
  fix: "1000 to 3000 ms in a network of one's own, 5000 on SLES, 10000 on OpenStack, 30000 on Azure and AWS",
  source: "Trento 156F64; Azure's and TripleO's settings",
  check: ({ model, release }) => {
    const { token } = effectiveTotem(model, release);
    const coefficients = Math.max(0, model.members.length - 2);
    if (token >= LEAST && (token <= MOST || (coefficients > 0 && token - coefficients * 650 <= MOST))) return [];
    return [{ at: model.totem.get("token"), path: "totem.token", text: `a lost token is noticed after ${token} ms` }];
  },
};
