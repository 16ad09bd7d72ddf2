/** Q10. */
import { effectiveTotem } from "../../../corosync/defaults.ts";
import type { ConfRule } from "../rule/conf-rule.ts";

export const openRing: ConfRule = {
  id: "Q10",
  severity: "warning",
  title: "what the nodes say to each other is not encrypted",
  why: "any machine in the network can read and forge it, and builds of Corosync after August 2026 refuse it",
  fix: "transport: knet with crypto_cipher: aes256 and crypto_hash: sha256, and a key (corosync-keygen)",
  source: "corosync.conf(5); Corosync's change 65f94508",
  check: ({ model, release }) => {
    const { totem } = model;
    const { transport } = effectiveTotem(model, release);
    if (transport !== "knet")
      return [{ at: totem.get("transport"), path: "totem.transport", text: `the transport ${transport}` }];
    const cipher = totem.get("crypto_cipher");
    if (cipher !== undefined ? cipher.value !== "none" : totem.get("secauth")?.value === "on") return [];
    // Q16 says it where the file does.
    if (cipher === undefined && totem.get("secauth") !== undefined) return [];
    const at = cipher ?? totem.get("crypto_hash") ?? totem.get("version");
    const text = cipher === undefined ? "neither crypto_cipher nor secauth is set" : "crypto_cipher: none";
    return [{ at, path: "totem.crypto_cipher", text }];
  },
};
