import { expect, test } from "vitest";
import { labNodes } from "./address-plan.ts";
import { knownHosts, sshConfig } from "./ssh.ts";

const nodes = labNodes(2, "lab");

test("each node is known by its name and its address, with the key alone", () => {
  const keys = ["ssh-ed25519 AAAA0 controller-0\n", "ssh-ed25519 AAAA1 controller-1\n"];
  expect(knownHosts(nodes, keys)).toBe(
    "controller-0,10.89.8.11 ssh-ed25519 AAAA0\ncontroller-1,10.89.8.12 ssh-ed25519 AAAA1\n",
  );
});

test("a name leads to the node's address, with the lab's key", () => {
  const text = sshConfig(nodes, "/lab/ssh");
  expect(text).toContain("Host controller-1 10.89.8.12\n  HostName 10.89.8.12\n");
  expect(text).toContain("IdentityFile /lab/ssh/id_ed25519\n");
});
