/** `holdfast man [COMMAND...]`: the manual, page by page, made of what `--help` says. */
import type { Command } from "commander";
import { didYouMean } from "../../cib/value/nearest.ts";
import { HoldfastError } from "../../cluster/error.ts";
import type { Context, Run } from "../context.ts";
import { manualPage, pageName, withCommandsBelow } from "../manual/page.ts";

const HELP = `
Prints the page in roff, the language of man pages, which man shows at the width of the terminal. A page has what --help
says, in the sections of a manual. Without a command it is the page of holdfast itself, which lists the commands. With
--directory each command's page becomes a file there, so that "man holdfast-apply" finds it in a directory of the manual's.
Exit status: 0 printed or written, 4 the directory cannot be written, 64 no such command, 105 no such directory.

Examples:
  holdfast man apply | man -l -
  holdfast man resource move | man -l -
  holdfast man --directory /usr/local/share/man/man1`;

interface Options {
  readonly directory?: string;
}

export function manCommand(program: Command, context: Context, run: Run): void {
  program
    .command("man")
    .description("print the man page of a command, or write those of all commands")
    .argument("[command...]", "the command's words, such as: resource move")
    .option("--directory <directory>", "write the page of every command into this directory")
    .addHelpText("after", HELP)
    .action((words: readonly string[], { directory }: Options) =>
      run("text", async () => {
        const { version } = context;
        if (directory === undefined) context.out(manualPage(commandOf(program, words), version));
        else if (words.length > 0)
          throw new HoldfastError("usage", "--directory writes the pages of all commands: name none");
        else
          for (const command of withCommandsBelow(program))
            await context.writeFile(`${directory}/${pageName(command)}.1`, manualPage(command, version));
        return 0;
      }),
    );
}

/** Throws `usage` where there is no such command. */
function commandOf(above: Command, [word, ...rest]: readonly string[]): Command {
  if (word === undefined) return above;
  const found = above.commands.find((command) => command.name() === word);
  if (found !== undefined) return commandOf(found, rest);
  const names = above.commands.map((command) => command.name());
  const hint = didYouMean(word, names);
  throw new HoldfastError("usage", `${above.name()} has no command ${word}`, hint === undefined ? {} : { hint });
}
