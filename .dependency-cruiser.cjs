/** The layers of docs/architecture.md: imports go downward only, pure folders import nothing of Node. */
const order = ["cib", "scheduler", "manifest", "report", "process", "cluster", "change", "lab", "server", "cli"];
const pure = "^src/(cib|scheduler|manifest|report)/";

const layers = order.slice(0, -1).map((name, i) => {
  // manifest and report stand side by side: neither imports the other.
  const above = order.slice(i + 1).filter((other) => !(name === "manifest" && other === "report"));
  return {
    name: `${name}-imports-downward`,
    severity: "error",
    from: { path: `^src/${name}/` },
    to: {
      path: `^src/(${[...above, ...(name === "manifest" ? ["report"] : name === "report" ? ["manifest"] : [])].join("|")})/`,
    },
  };
});

module.exports = {
  forbidden: [
    ...layers,
    {
      // What every kind has in common knows none of them; open.ts chooses one, and is the only place that may.
      name: "port-knows-no-kind",
      severity: "error",
      from: { path: "^src/cluster/[^/]+\\.ts$", pathNot: "^src/cluster/(open|[^/]+\\.test)\\.ts$" },
      to: { path: "^src/cluster/[^/]+/" },
    },
    {
      name: "kinds-of-cluster-stand-apart",
      severity: "error",
      from: { path: "^src/cluster/([^/]+)/" },
      to: { path: "^src/cluster/[^/]+/", pathNot: "^src/cluster/$1/" },
    },
    {
      name: "no-circular",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "pure-imports-no-node",
      severity: "error",
      from: { path: pure, pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "only-main-knows-all",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/main\\.ts$" },
      to: { path: "^src/main\\.ts$" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
