/** The names of elements that are resources. `master` is the promotable clone of schemas before 3.0. */

/** Resources that are made of others. */
export const HOLDERS: ReadonlySet<string> = new Set(["group", "clone", "master", "bundle"]);

export const RESOURCES: ReadonlySet<string> = new Set(["primitive", ...HOLDERS]);

/** All that stands in the section `resources`. */
export const RESOURCES_AND_TEMPLATES: ReadonlySet<string> = new Set([...RESOURCES, "template"]);
