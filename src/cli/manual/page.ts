/** The man page of a command, of what its `--help` says: the same command, options and texts, in the sections of man(7). */
import type { Command, Help } from "commander";
import { type HelpPart, readHelpText } from "./help-text.ts";
import { bold, literal, roffText, tagged } from "./roff.ts";

/** A command's words, from `holdfast` on. */
export function commandWords(command: Command): readonly string[] {
  return command.parent === null ? [command.name()] : [...commandWords(command.parent), command.name()];
}

/** The name of its page, such as `holdfast-resource-move`. */
export function pageName(command: Command): string {
  return commandWords(command).join("-");
}

/** The command and all below it, in the order of `--help`; without what help hides, and without `help` itself. */
export function withCommandsBelow(command: Command): readonly Command[] {
  return [command, ...commandsBelow(command).flatMap(withCommandsBelow)];
}

function commandsBelow(command: Command): readonly Command[] {
  const shown = command.createHelp().visibleCommands(command);
  return command.commands.filter((below) => shown.includes(below));
}

/** @returns the page in roff, which `man -l` shows; ends in a line break */
export function manualPage(command: Command, version: string): string {
  const help = command.createHelp();
  const text = readHelpText(afterHelp(command));
  const name = pageName(command);
  const usage = help.commandUsage(command);
  const called = commandWords(command).join(" ");
  const what = help.commandDescription(command);
  const lines = [
    ".\\\" Made of the program's help by: holdfast man",
    `.TH ${roffText(name.toUpperCase())} 1 "" ${roffText(`holdfast-${version}`)} "Holdfast Manual"`,
    // A command line that is broken at a hyphen, or stretched to the margin, is misread.
    ".nh",
    ".ad l",
    ...section("NAME", [`${roffText(name)} \\- ${roffText(what.replace(/\.$/, ""))}`]),
    ...section("SYNOPSIS", [`${bold(called)}${roffText(usage.slice(called.length))}`]),
    ...section("DESCRIPTION", [roffText(sentence(what)), ...text.description.flatMap(partLines)]),
    ...section("ARGUMENTS", argumentLines(command, help)),
    ...section("OPTIONS", optionLines(command, help)),
    ...section("COMMANDS", commandLines(command, help)),
    ...section("EXIT STATUS", text.exitStatus.flatMap(partLines)),
    ...section("EXAMPLES", text.examples.length === 0 ? [] : literal(text.examples)),
    ...section("SEE ALSO", seeAlso(command, text.description)),
  ];
  return `${lines.join("\n")}\n`;
}

/** The text that `addHelpText` put behind the options: only what is printed has it. */
function afterHelp(command: Command): string {
  const usual = command.configureOutput();
  let text = "";
  command.configureOutput({
    writeOut: (more) => {
      text += more;
    },
  });
  command.outputHelp();
  command.configureOutput(usual);
  return text.slice(command.helpInformation().length);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`.SH ${title}`, ...lines];
}

function partLines(part: HelpPart): readonly string[] {
  return "paragraph" in part ? [".PP", roffText(part.paragraph)] : literal(part.lines);
}

function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return first.endsWith(".") ? first : `${first}.`;
}

function argumentLines(command: Command, help: Help): readonly string[] {
  return help.visibleArguments(command).flatMap((a) => tagged(help.argumentTerm(a), help.argumentDescription(a)));
}

function optionLines(command: Command, help: Help): readonly string[] {
  return help.visibleOptions(command).flatMap((o) => tagged(help.optionTerm(o), help.optionDescription(o)));
}

function commandLines(command: Command, help: Help): readonly string[] {
  return help.visibleCommands(command).flatMap((c) => tagged(help.subcommandTerm(c), help.subcommandDescription(c)));
}

/** The page above, those below, and those of commands that the text names. */
function seeAlso(command: Command, description: readonly HelpPart[]): readonly string[] {
  const text = description.map((part) => ("paragraph" in part ? part.paragraph : part.lines.join("\n"))).join("\n");
  const named = withCommandsBelow(rootOf(command))
    .filter((other) => other.parent !== null && new RegExp(`\\b${commandWords(other).join(" ")}\\b`).test(text))
    // "holdfast resource restart" names that page alone.
    .filter((other, _, all) => !all.some((longer) => longer.parent === other));
  const pages = new Set([...(command.parent === null ? [] : [command.parent]), ...commandsBelow(command), ...named]);
  pages.delete(command);
  const names = [...pages].map((page) => `${bold(pageName(page))}(1)`);
  return names.length === 0 ? [] : [names.join(", ")];
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
