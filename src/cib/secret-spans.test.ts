/** An error that shows a line of a file shows none of its secrets, and its caret stays below the place. */
import { describe, expect, it } from "vitest";
import { formatProblem } from "./problem.ts";

const CANARY = "cAnArY-9f";

/** The line as an error shows it, and what the caret points at. */
function picture(line: string, at: string): { readonly shown: string; readonly below: string } {
  const column = line.indexOf(at) + 1;
  const [, shown = "", caret = ""] = formatProblem(
    { code: "bad-value", message: "x", where: { line: 1, column } },
    line,
  ).split("\n");
  return { shown, below: shown.slice(caret.indexOf("^")) };
}

describe("a line of a file in an error", () => {
  it.each([
    `<nvpair id="a" name="password" value="${CANARY}"/>`,
    `<nvpair value='${CANARY}' name='passwd' id='a'/>`,
    `<nvpair id="a-holdfast-secret" name="word" value="${CANARY}"/>`,
    `<nvpair id="a" name="password" value="${CANARY}`,
    `value="${CANARY}"/>`,
    `  password: ${CANARY}`,
    `  parameters: {username: admin, password: "${CANARY} x", ip: 1}`,
    `{"admin_token": "${CANARY}"}`,
    `  options: --db-password=${CANARY} -v`,
    `  url: amqp://nova:${CANARY}@10.0.0.1/`,
  ])("%s", (line) => {
    expect(picture(line, line.trimStart().slice(0, 1)).shown).not.toContain("cAnArY");
  });

  it("is shown otherwise, and the caret is where it was", () => {
    const xml = `<nvpair id="a" name="password" value="${CANARY}" wrong="1"/>`;
    expect(picture(xml, "wrong")).toEqual({
      shown: '  1 | <nvpair id="a" name="password" value=(secret) wrong="1"/>',
      below: 'wrong="1"/>',
    });
    expect(picture("  password_script: /etc/bmc", "/etc").below).toBe("/etc/bmc");
    expect(picture('<nvpair id="a" name="ip" value="10.0.0.1"/>', "value").below).toBe('value="10.0.0.1"/>');
    expect(picture("  password: {secret: bmc}", "{secret").below).toBe("{secret: bmc}");
  });
});
