/** Findings as SARIF 2.1.0, which code review and editors show. */
import type { LintFinding, Verified } from "./document.ts";
import { ALL_RULES } from "./read.ts";

export function sarifOf({ findings }: Verified, version: string): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "holdfast",
            version,
            rules: ALL_RULES.map(({ id, title, why, fix, severity, source }) => ({
              id,
              shortDescription: { text: title },
              fullDescription: { text: why },
              help: { text: `${fix} (${source})` },
              defaultConfiguration: { level: severity },
            })),
          },
        },
        results: findings.map(resultOf),
      },
    ],
  };
}

function resultOf({ rule, severity, text, path, where }: LintFinding): object {
  const physical =
    where?.file === undefined
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: where.file },
            region: { startLine: where.line, startColumn: where.column },
          },
        };
  const logical = path === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: path }] };
  return { ruleId: rule, level: severity, message: { text }, locations: [{ ...physical, ...logical }] };
}
