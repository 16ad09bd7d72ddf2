/** Where the way to a device ends, by what the programs really said: fence_ipmilan (fence-agents 4.12.1), ipmitool 1.8.19. */
import { expect, test } from "vitest";
import { hopOf, sameMachine } from "./hop.ts";

const SESSION = "Error: Unable to establish IPMI v2 / RMCP+ session";

test.each([
  [0, "Status: ON", "Works"],
  [2, "Status: OFF", "Works"],
  [2, "2026-11-29 15:09:23,747 ERROR: Failed: something", "Other"],
  [1, "2026-11-29 15:09:23,747 ERROR: Failed: You have to enter fence address", "Configuration"],
  [1, "2026-11-29 15:09:01,534 ERROR: Connection timed out", "Silent"],
  [1, `Address lookup for nosuch.invalid failed\nCould not open socket!\n${SESSION}`, "Name"],
  [1, `Unable to Get Channel Cipher Suites\n> RAKP 2 HMAC is invalid\n${SESSION}`, "Login"],
  [1, `RAKP 2 message indicates an error : unauthorized name\n${SESSION}`, "Login"],
  [1, `RAKP 2 message indicates an error : unauthorized role or privilege level requested\n${SESSION}`, "Privilege"],
  [
    1,
    `Get Auth Capabilities error\nError issuing Get Channel Authentication Capabilities request\n${SESSION}`,
    "Silent",
  ],
  [1, "Unable to send RAW command (channel=0x0 netfn=0x6 lun=0x0 cmd=0x3b rsp=0x81): Unknown (0x81)", "Privilege"],
  [1, "Set Chassis Power Control to Down/Off failed: Insufficient privilege level", "Privilege"],
  [1, "ssh: connect to host 10.0.0.1 port 22: No route to host", "Route"],
  [1, "Failed to connect to 10.0.0.1 port 443: Connection refused", "Port"],
  [1, "Unable to connect/login to fencing device", "Login"],
  [1, "Failed: Unable to obtain correct plug status or plug is not available", "Other"],
  [127, "", "Agent"],
  [undefined, "", "Silent"],
] as const)("exit %s and %j: %s", (exit, said, hop) => {
  expect(hopOf({ exit, said })).toBe(hop);
});

test("one machine has one identifier, in the order of its bytes that a BMC or a kernel prefers", () => {
  const uuid = "4c4c4544-0042-3510-8052-b9c04f4a3132";
  expect(sameMachine(uuid, "4C4C4544004235108052B9C04F4A3132")).toBe(true);
  expect(sameMachine("44454c4c-4200-1035-8052-b9c04f4a3132", uuid)).toBe(true);
  expect(sameMachine("32314a4f-c0b9-5280-1035-420044454c4c", uuid)).toBe(true);
  expect(sameMachine("4c4c4544-0042-3510-8052-b9c04f4a3133", uuid)).toBe(false);
  expect(sameMachine("00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000")).toBe(false);
});
