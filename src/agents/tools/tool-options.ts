/** Options of a command line as GNU's `getopt_long` and GLib read them: bundled letters, values joined or apart. */

/** By name: its letters and long names, and whether it takes a value. */
export type OptionTable = Readonly<
  Record<string, { readonly names: readonly string[]; readonly value: "no" | "yes" | "joined" }>
>;

export type OptionsRead =
  | { readonly ok: true; readonly options: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly unknown: string };

/** The last of an option given twice counts. `joined`: a value only if it stands in the same word, or in a next one that is no option. */
export function readToolOptions(args: readonly string[], table: OptionTable): OptionsRead {
  const byName = new Map(
    Object.entries(table).flatMap(([key, { names, value }]) => names.map((n) => [n, { key, value }])),
  );
  const options = new Map<string, string>();
  const rest = [...args];
  while (rest.length > 0) {
    const word = rest.shift() as string;
    const long = /^--([^=]+)(?:=([\s\S]*))?$/.exec(word);
    if (long === null && !/^-./.test(word)) return { ok: false, unknown: word };
    const name = long === null ? word.slice(1, 2) : (long[1] as string);
    const found = byName.get(name);
    if (found === undefined) return { ok: false, unknown: long === null ? `-${name}` : `--${name}` };
    const joined = long === null ? (word.length > 2 ? word.slice(2) : undefined) : long[2];
    if (found.value === "no") {
      options.set(found.key, "");
      if (long === null && joined !== undefined) rest.unshift(`-${joined}`);
      continue;
    }
    const next = found.value === "yes" || rest[0]?.startsWith("-") === false ? rest[0] : undefined;
    const value = joined ?? next;
    if (joined === undefined && next !== undefined) rest.shift();
    if (value === undefined && found.value === "yes") return { ok: false, unknown: word };
    options.set(found.key, value ?? "");
  }
  return { ok: true, options };
}
