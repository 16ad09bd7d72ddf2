import { expect, test } from "vitest";
import { readUsers } from "./image.ts";

test("users and their numbers", () => {
  expect(readUsers("root:x:0:0:root:/root:/bin/sh\nmysql:x:102:103::/nonexistent:/bin/false\n").get("mysql")).toEqual({
    uid: 102,
    gid: 103,
  });
});
