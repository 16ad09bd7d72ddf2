import { expect, test } from "vitest";
import { Role } from "./enums.ts";
import type { Node, Resource } from "./types.ts";
import { activity, nodesOf, onlyNodeOf, roleOf } from "./whereabouts.ts";

const node = (name: string, fields: Partial<Node> = {}): Node =>
  ({ name, online: true, unclean: false, ...fields }) as Node;
const primitive = (fields: Partial<Resource> = {}): Resource =>
  ({
    kind: "primitive",
    children: [],
    active: [],
    role: Role.stopped,
    nextRole: Role.unknown,
    needsFencing: true,
    ...fields,
  }) as Resource;
const group = (...children: Resource[]): Resource => ({ kind: "group", children, active: [] }) as unknown as Resource;

const good = node("good");
const lost = node("lost", { online: false, unclean: true });

test("a resource that waits for fencing counts as being on the first node, however lost", () => {
  expect(activity(primitive({ active: [lost, good] }))).toEqual({ node: lost, all: 2, clean: 1 });
});

test("one that does not is on its first usable node", () => {
  expect(activity(primitive({ active: [lost, good], needsFencing: false })).node).toBe(good);
});

test("the source of a migration in progress is the current node", () => {
  expect(activity(primitive({ active: [lost, good], partialMigrationSource: good })).node).toBe(good);
});

test("a group is somewhere only if all its members are there", () => {
  expect(onlyNodeOf(group(primitive({ assigned: good }), primitive({ assigned: good })), false)).toBe(good);
  expect(onlyNodeOf(group(primitive({ assigned: good }), primitive({ assigned: lost })), false)).toBeUndefined();
  expect(nodesOf(group(primitive({ active: [good] }), primitive({ active: [good, lost] })), true)).toEqual([
    good,
    lost,
  ]);
});

test("its role is its members' highest", () => {
  expect(roleOf(group(primitive({ role: Role.started }), primitive({ role: Role.promoted })), true)).toBe(
    Role.promoted,
  );
});
