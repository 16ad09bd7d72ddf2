/** Of every command: its page says what its `--help` says, and groff shows it at any width without a complaint. */
import { spawnSync } from "node:child_process";
import type { Command } from "commander";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { needs, whyNoProgram } from "../../../test/needs.ts";
import { type Spoken, testContext } from "../context.testing.ts";
import { makeProgram, runProgram } from "../program.ts";
import { readHelpText } from "./help-text.ts";
import { commandWords, manualPage, pageName, withCommandsBelow } from "./page.ts";
import { literal, roffText } from "./roff.ts";

let commands: readonly Command[];
let pages: readonly string[];
beforeAll(async () => {
  commands = withCommandsBelow(await makeProgram(testContext({ out: "", err: "" }, {}), async () => undefined, []));
  pages = commands.map((command) => manualPage(command, "1.2.3"));
});

const whyNoGroff = (): string | undefined => whyNoProgram("groff", "groff-base");
/** Long words are broken where a line has no room for them. */
const unspaced = (text: string): string => text.replace(/\s+/g, "");

/** What a reader of `columns` sees. Fails on a warning. One run shows many pages, for groff takes them in a row. */
function shown(roff: string, columns: number): string {
  const args = ["-mandoc", "-ww", "-Tutf8", "-P-cbou", `-rLL=${columns}n`];
  const { stdout, stderr } = spawnSync("groff", args, { input: roff, encoding: "utf8" });
  expect(stderr).toBe("");
  // Distributions differ in what a minus is shown as.
  return stdout.replaceAll("\u2212", "-");
}

/** How it is called, and each argument, option and command below it with its meaning. */
function saidOf(command: Command): readonly string[] {
  const help = command.createHelp();
  return [
    help.commandUsage(command),
    ...help.visibleArguments(command).map((a) => `${help.argumentTerm(a)} ${help.argumentDescription(a)}`),
    ...help.visibleOptions(command).map((o) => `${help.optionTerm(o)} ${help.optionDescription(o)}`),
    ...help.visibleCommands(command).map((c) => `${help.subcommandTerm(c)} ${help.subcommandDescription(c)}`),
  ];
}

async function holdfast(...argv: string[]): Promise<Spoken & { readonly status: number }> {
  const spoken: Spoken = { out: "", err: "" };
  const status = await runProgram(testContext(spoken, {}), argv);
  return { ...spoken, status };
}

describe("a page", () => {
  test("has what its command's help has, at the width of its reader", (context) => {
    needs(context, whyNoGroff());
    expect(commands.length).toBeGreaterThan(80);
    for (const columns of [60, 80, 200]) {
      const [, ...seen] = shown(pages.join(""), columns).split(/^NAME$/m);
      expect(seen.length).toBe(commands.length);
      for (const [at, command] of commands.entries())
        for (const text of saidOf(command))
          expect(unspaced(seen[at] ?? ""), pageName(command)).toContain(unspaced(text));
    }
  });

  test("has the sections of a manual, with each line of the help's own text", async () => {
    for (const [at, command] of commands.entries()) {
      const page = pages[at] ?? "";
      const { out } = await holdfast(...commandWords(command).slice(1), "--help");
      // What whatis(1) and apropos(1) read.
      expect(page).toMatch(/^\.SH NAME\n\S+ \\- \S.+\n\.SH SYNOPSIS$/m);
      // Behind the options and commands, all of which the page above was asked for.
      const own = out.split(/^ {2}(?:help \[command\] |-h, --help ).*\n(?: {10,}.*\n)*/m).at(-1) ?? "";
      const lines = own.replace(/^Commands:\n(?: {2}.*\n)*/m, "").split("\n");
      const bare = unspaced(page.replaceAll("\\:", ""));
      for (const line of lines) {
        const text = line.replace(/^(?:Exit status|Examples?):/, "").trim();
        expect(bare, `${pageName(command)}: ${line}`).toContain(unspaced(roffText(text).replace(/\\:/g, "")));
      }
      for (const [pattern, title] of [
        [/^Exit status:/m, "EXIT STATUS"],
        [/^Examples?:/m, "EXAMPLES"],
      ] as const)
        expect(page.includes(`\n.SH ${title}\n`), `${pageName(command)} ${title}`).toBe(pattern.test(own));
    }
  });

  test("has no request but its own", () => {
    const known = /^\.(?:\\" |TH |nh$|ad l$|SH [A-Z ]+$|PP$|TP$|RS 4$|RE$|nf$|fi$)/;
    for (const line of pages.flatMap((page) => page.split("\n")))
      expect(!/^[.']/.test(line) || known.test(line), line).toBe(true);
  });
});

test("any text is shown as it is written", (context) => {
  needs(context, whyNoGroff());
  const word = fc.oneof(
    fc.string({ unit: "grapheme-ascii", minLength: 1 }),
    fc.constantFrom(
      ".",
      "'",
      "\\",
      ".SH",
      "'br",
      "\\fB",
      "\\n(.l",
      '"',
      "--wait",
      "…",
      "→",
      "é",
      "\\\\",
      '.\\"',
      "a,b/c",
    ),
  );
  const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" ").trim());
  const texts = fc.sample(line, 400).filter((text) => text !== "" && !/[\t\n]/.test(text));
  const page = ['.TH X 1 "" x y', ".SH X", ...literal(texts)].join("\n");
  const seen = shown(`${page}\n`, 10_000).split("\n");
  const from = seen.indexOf("X") + 1;
  expect(seen.slice(from, from + texts.length).map((text) => text.trim())).toEqual(texts);
});

test("the help's text is read by paragraph, so that a terminal of any width breaks its lines", () => {
  expect(
    readHelpText(
      "\nOne begins\nhere. It ends.\nJSON: two:\n  as it is\n\n  and this\nExit status: 0 done, 1 not\ndone.\n\nThree\n\nExample: holdfast a\n         holdfast b\n",
    ),
  ).toEqual({
    description: [
      { paragraph: "One begins here. It ends." },
      { paragraph: "JSON: two:" },
      { lines: ["as it is", "and this"] },
      { paragraph: "Three" },
    ],
    exitStatus: [{ paragraph: "0 done, 1 not done." }],
    examples: ["holdfast a", "holdfast b"],
  });
});

describe("holdfast man", () => {
  test("prints the page of a command by its words, and of the program without any", async () => {
    for (const [at, command] of commands.entries())
      expect((await holdfast("man", ...commandWords(command).slice(1))).out).toBe(pages[at]);
  });

  test("knows a misspelled command's name", async () => {
    expect(await holdfast("man", "resource", "mvoe")).toMatchObject({ status: 64, out: "" });
    expect((await holdfast("man", "resource", "mvoe")).err).toContain('did you mean "move"?');
    expect((await holdfast("man", "apply", "x")).status).toBe(64);
    expect((await holdfast("man", "apply", "--directory", "x")).status).toBe(64);
  });

  test("writes every page into a directory", async () => {
    const written = new Map<string, string>();
    const writeFile = async (path: string, text: string): Promise<void> => void written.set(path, text);
    expect(await runProgram(testContext({ out: "", err: "" }, { writeFile }), ["man", "--directory", "d"])).toBe(0);
    expect([...written]).toEqual(commands.map((command, at) => [`d/${pageName(command)}.1`, pages[at]]));
  });
});
