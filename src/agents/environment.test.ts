import { expect, test } from "vitest";
import { type AgentRequest, agentEnvironment } from "./environment.ts";

const CALL: AgentRequest = {
  resource: { id: "redis", class: "ocf", provider: "heartbeat", type: "redis" },
  task: "start",
  attributes: new Map([
    ["crm_feature_set", "3.19.7"],
    ["bin", "/usr/bin/redis-server"],
    ["wait_last_known_master", ""],
    ["with-dash", "kept"],
    ["OCF_CHECK_LEVEL", "10"],
    ["CRM_meta_timeout", "120000"],
    ["CRM_meta_notify_master_uname", " "],
    ["CRM_meta_op_target_rc", "7"],
    ["a=b", "no name of a variable"],
    ["nul", "a\0b"],
  ]),
};

test("parameters have a prefix, the level of a check has none, and what is no variable is left out", () => {
  const base = { PATH: "/bin", OCF_RESKEY_bin: "of another call", OCF_RESOURCE_INSTANCE: "other", HA_debug: "1" };
  expect(agentEnvironment(CALL, base, "/usr/lib/ocf")).toEqual({
    PATH: "/bin",
    HA_debug: "1",
    OCF_RA_VERSION_MAJOR: "1",
    OCF_RA_VERSION_MINOR: "1",
    OCF_ROOT: "/usr/lib/ocf",
    OCF_EXIT_REASON_PREFIX: "ocf-exit-reason:",
    OCF_RESOURCE_INSTANCE: "redis",
    OCF_RESOURCE_TYPE: "redis",
    OCF_RESOURCE_PROVIDER: "heartbeat",
    OCF_RESKEY_crm_feature_set: "3.19.7",
    OCF_RESKEY_bin: "/usr/bin/redis-server",
    OCF_RESKEY_wait_last_known_master: "",
    "OCF_RESKEY_with-dash": "kept",
    OCF_CHECK_LEVEL: "10",
    OCF_RESKEY_CRM_meta_timeout: "120000",
    OCF_RESKEY_CRM_meta_notify_master_uname: " ",
  });
});

test("an agent without a provider has no variable for it", () => {
  const call = { ...CALL, resource: { id: "r", class: "ocf", type: "t" } };
  expect(agentEnvironment(call, {}, "/o")).not.toHaveProperty("OCF_RESOURCE_PROVIDER");
});
