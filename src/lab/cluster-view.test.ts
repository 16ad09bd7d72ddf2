import { expect, test } from "vitest";
import { readClusterView } from "./cluster-view.ts";

const monitor = (dc: string, nodes: string) =>
  `<pacemaker-result api-version="2.25"><summary>${dc}</summary><nodes>${nodes}</nodes></pacemaker-result>`;

test("only full members count as online, bundles' guests not being nodes of the lab", () => {
  const view = readClusterView(
    monitor(
      '<current_dc present="true" name="controller-1" with_quorum="true"/>',
      `<node name="controller-0" online="true" pending="true" type="member"/>
       <node name="controller-1" online="true" pending="false" type="member"/>
       <node name="controller-2" online="false" pending="false" type="member"/>
       <node name="state-bundle-0" online="true" pending="false" type="remote"/>`,
    ),
  );
  expect(view).toEqual({ dc: "controller-1", quorum: true, online: ["controller-1"] });
});

test("before the election there is no DC", () => {
  expect(readClusterView(monitor('<current_dc present="false"/>', ""))).toEqual({
    dc: undefined,
    quorum: false,
    online: [],
  });
});

test.each(["", "crm_mon: not connected", "<pacemaker-result/>"])("%j is no view", (text) => {
  expect(readClusterView(text)).toBeUndefined();
});
