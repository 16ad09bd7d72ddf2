/** Q16. */
import type { ConfRule } from "../rule/conf-rule.ts";

export const noSecauth: ConfRule = {
  id: "Q16",
  severity: "warning",
  title: "authentication is switched off",
  why: "any machine in the network can join the cluster or stop it",
  fix: "remove secauth, and set crypto_cipher: aes256 and crypto_hash: sha256",
  source: "corosync.conf(5)",
  check: ({ model: { totem } }) => {
    const at = totem.get("secauth");
    const off = at?.value === "off" && totem.get("crypto_hash") === undefined;
    return at === undefined || !off ? [] : [{ at, path: "totem.secauth", text: "secauth: off" }];
  },
};
