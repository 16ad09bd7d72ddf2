/**
 * The layers of docs/architecture.md, and the scheduler's rooms, each list bottom up: imports go downward only, imports of
 * types too; pure folders import nothing of Node. test/tidy/structure.test.ts reads the same lists.
 */
const { layers: order, scheduler: rooms } = require("./test/tidy/rooms.json");
const pure = "^src/(cib|corosync|scheduler|manifest|report)/";

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

const pattern = (names) =>
  `^src/scheduler/(${names.map((name) => (name.endsWith(".ts") ? `${name}$` : `${name}/`)).join("|")})`;
const schedulerRooms = rooms.slice(0, -1).map((name, i) => ({
  name: `scheduler-${name}-imports-downward`,
  severity: "error",
  from: { path: pattern([name]), pathNot: "\\.(test|testing)\\.ts$" },
  to: { path: pattern(rooms.slice(i + 1)) },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...schedulerRooms,
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
      to: { circular: true },
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
