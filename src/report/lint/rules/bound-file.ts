/** R25. */
import { type Element, get, idOf, walk } from "../../../cib/xml/tree.ts";
import type { LintRule } from "../rule/rule.ts";

const CERTIFICATE = /\.(?:pem|crt|cer|key)$/i;
/** The system's own list of authorities changes with its packages only. */
const AUTHORITIES = /\/ca-bundle|\/ca-trust\/|\/etc\/pki\/tls\/cert\.pem$|\/ca\.crt$/;

export const boundFile: LintRule = {
  id: "R25",
  severity: "warning",
  title: "a bundle mounts a single certificate",
  why: "a mount of one file keeps the old file when it is replaced, so that a renewed certificate is not seen",
  fix: "mount its directory",
  source: "podman's mounts; renewals in TripleO",
  check: ({ collectives }) =>
    collectives
      .flatMap((bundle) =>
        bundle.name === "bundle" ? walk(bundle).map((at): readonly [Element, Element] => [bundle, at]) : [],
      )
      .filter(
        ([, at]) =>
          at.name === "storage-mapping" &&
          CERTIFICATE.test(get(at, "source-dir") ?? "") &&
          !AUTHORITIES.test(get(at, "source-dir") ?? ""),
      )
      .map(([bundle, at]) => ({ at, text: `${idOf(bundle)} mounts the file ${get(at, "source-dir")}` })),
};
