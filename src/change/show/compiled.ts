/** The use case of compile: the configuration that a manifest means, without a cluster and without its secrets. */

import { emptyCib } from "../../cib/empty.ts";
import { HIDDEN } from "../../cib/secret-text.ts";
import { printXml } from "../../cib/xml/print.ts";
import { writeConf } from "../../corosync/write.ts";
import { compile } from "../../manifest/compile/compile.ts";
import { readManifest } from "../../manifest/manifest.ts";
import { merge } from "../../manifest/merge/merge.ts";
import type { ClusterSetting } from "../../manifest/model/settings.ts";
import type { CompiledManifest, ExplainedSetting } from "../../report/compile/document.ts";
import type { Written } from "../desired.ts";
import { unusable } from "../unusable.ts";

/** Throws `invalid` for a manifest with any mistake. */
export function compileManifest(file: Written): CompiledManifest {
  const read = readManifest(file.text, file.path);
  const result = read.ok ? compile(read.manifest, { secret: () => HIDDEN }) : read;
  if (!read.ok || !result.ok) throw unusable(file, result.ok ? [] : result.problems);
  return {
    document: "compile",
    version: 1,
    cib: printXml(merge(emptyCib(), result.compiled)),
    settings: read.manifest.settings.map(explained),
    ...(read.manifest.corosync === undefined ? {} : { corosync: writeConf(read.manifest.corosync) }),
  };
}

function explained({ section, name, value, origin }: ClusterSetting): ExplainedSetting {
  const where = origin.at === undefined ? {} : { where: origin.at };
  switch (origin.kind) {
    case "key":
      return { section, name, value, from: "key", by: name, reason: "", ...where };
    case "meant":
      return { section, name, value, from: "meaning", by: origin.key, reason: origin.reason, ...where };
    case "profile": {
      const { profile: by, reason, source } = origin;
      return { section, name, value, from: "profile", by, reason, source, ...where };
    }
  }
}
