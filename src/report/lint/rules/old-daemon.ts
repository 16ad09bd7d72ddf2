/** U03. */
import { elements, get, idOf } from "../../../cib/xml/tree.ts";
import { wrongRunCommand } from "../../skew/run-command.ts";
import type { LintRule } from "../rule/rule.ts";

const RELEASE = "3.0.0";

export const oldDaemon: LintRule = {
  id: "U03",
  severity: "error",
  from: RELEASE,
  title: "a bundle starts pacemaker_remoted",
  why: "images with Pacemaker 3 have no program of that name, so that the container ends as soon as it is started",
  fix: "run-command=/usr/sbin/pacemaker-remoted, which Pacemaker 2 has too",
  source: "Pacemaker 3.0.0's ChangeLog",
  check: ({ collectives }) =>
    collectives
      .filter(({ name }) => name === "bundle")
      .flatMap((bundle) =>
        elements(bundle)
          .filter((at) => wrongRunCommand([container(idOf(bundle), get(at, "run-command"))]).length > 0)
          .map((at) => ({ at, text: `${idOf(bundle)} has run-command=${get(at, "run-command")}` })),
      ),
};

const container = (name: string, runCommand: string | undefined) => ({ name, runCommand, release: RELEASE });
