/** The codes of problems with input, which are stable: scripts rely on them. docs/errors.md is made of this list. */

/** What a code says to a person: sentences with their full stop. */
export interface CodeMeaning {
  readonly meaning: string;
  /** What to do next. */
  readonly next: string;
}

export const PROBLEM_CODES = {
  // Of any text.
  "xml-syntax": {
    meaning: "The text is not well-formed XML.",
    next: "Mend it at the line and column that the problem names; `xmllint FILE` shows the same place.",
  },
  "xml-encoding": {
    meaning: "The bytes are not of the encoding that the file declares, or it is an encoding that cannot be read.",
    next: "Save the file as UTF-8.",
  },
  "xml-doctype": {
    meaning: "The document declares a document type, which could define entities and is never read.",
    next: "Remove the `<!DOCTYPE ...>` declaration.",
  },
  "xml-too-big": {
    meaning: "The XML text is longer than any CIB.",
    next: "Check that it is the right file.",
  },
  "xml-too-deep": {
    meaning: "Elements are nested deeper than in any CIB.",
    next: "Check that it is the right file.",
  },
  "corosync-syntax": {
    meaning: "Corosync would not read this line of corosync.conf.",
    next: "Mend the line; corosync.conf(5) has the form of the file.",
  },
  // Of CIBs.
  "not-a-cib": {
    meaning: "The document is XML, and no CIB with a configuration.",
    next: "Name a file that `holdfast backup` or `cibadmin --query` has written.",
  },
  "wrong-element": {
    meaning: "The outermost element of a configuration is not `<cib>`.",
    next: "Give a whole CIB, not a part of one.",
  },
  "unknown-schema": {
    meaning: "The CIB names a schema (`validate-with`) that no release of Pacemaker has.",
    next: "Name a schema such as pacemaker-3.9, as `cibadmin --query` shows it.",
  },
  "missing-element": {
    meaning: "An element lacks another one that the CIB's schema requires in it.",
    next: "Add the element that the message names.",
  },
  "unknown-element": {
    meaning: "The CIB's schema has no element of this name here.",
    next: "Correct its name, or move it to where the schema has it.",
  },
  "misplaced-element": {
    meaning: "The CIB's schema knows the element, but does not take it here, or not once more.",
    next: "Move or remove it.",
  },
  "missing-id": {
    meaning: "An element has no id, and its kind needs one.",
    next: "Give it an id that no other element has.",
  },
  "missing-attribute": {
    meaning: "An element lacks an attribute that the CIB's schema requires.",
    next: "Add the attribute that the message names.",
  },
  "unknown-attribute": {
    meaning: "The CIB's schema has no attribute of this name on this element.",
    next: "Correct its name, or remove it.",
  },
  "dangling-reference": {
    meaning: "An attribute refers to an id that nothing in the configuration has.",
    next: "Correct the id, or remove what refers to it.",
  },
  "duplicate-node": {
    meaning: "Two nodes of the CIB have the same name.",
    next: "Remove the one that is no member, by `holdfast node clear` on a Pacemaker cluster.",
  },
  "duplicate-id": {
    meaning: "Two objects have the same id or name.",
    next: "Give one of them another, or remove it.",
  },
  "bad-value": {
    meaning: "A value is not of the kind that is expected here, such as a number, a duration or one of several words.",
    next: "Write a value of the kind that the message names.",
  },
  "patch-syntax": {
    meaning: "A patch is of another format than 2, or has a change that cannot be read.",
    next: "Make the patch with `holdfast export --xml` or `crm_diff`.",
  },
  "patch-mismatch": {
    meaning: "A patch changes something that the CIB does not have at that place.",
    next: "Make the patch again from the CIB as it is now.",
  },
  "version-conflict": {
    meaning: "A patch was made for another version of the CIB.",
    next: "Make the patch again from the CIB as it is now.",
  },
  "absent-node": {
    meaning: "A note: a past configuration or a backup has a node that is none of the cluster now. It stays out.",
    next: "Let the node join first if it should be back; otherwise there is nothing to do.",
  },
  // Of manifests.
  "yaml-syntax": {
    meaning: "The text is not YAML.",
    next: "Mend it at the line and column that the problem names: mostly an indentation, a quote or a colon.",
  },
  "duplicate-key": {
    meaning: "A map has the same key twice.",
    next: "Keep one of them; the message names the line of the first.",
  },
  "too-large": {
    meaning: "The manifest is larger than a manifest may be.",
    next: "Check that it is the right file.",
  },
  "too-deep": {
    meaning: "The manifest is nested deeper than a manifest may be.",
    next: "Check that it is the right file.",
  },
  "too-many-aliases": {
    meaning: "The aliases of the YAML stand for more values than a manifest may have.",
    next: "Write what differs, and use fewer aliases of aliases.",
  },
  "wrong-type": {
    meaning: "A map, a list or a single value stands where another of these is expected.",
    next: "Write it as the message says; docs/manifest.md has an example of each key.",
  },
  "unknown-key": {
    meaning: "The manifest has no key of this name here.",
    next: "Correct it; docs/manifest.md lists the keys, and `holdfast schema` lets an editor offer them.",
  },
  "missing-key": {
    meaning: "A key that is needed here is missing.",
    next: "Add the key that the message names.",
  },
  "misplaced-key": {
    meaning: "The key has no meaning beside what else is said here.",
    next: "Remove it, or the other key that the message names.",
  },
  "unknown-name": {
    meaning:
      "A warning: no agent, parameter, operation, meta attribute or property of this name is known, so nothing may read it.",
    next: "Correct the name; where it is right (an own agent), leave it.",
  },
  "unknown-role": {
    meaning: "A node has a role that the manifest does not declare.",
    next: 'Correct its name, or declare it under "roles".',
  },
  "unknown-node": {
    meaning: "Neither the manifest nor, for a constraint, the cluster has a node of this name.",
    next: "Correct the name; for a node that joins later there is nothing to do.",
  },
  "unknown-service": {
    meaning: "The catalogue or the manifest has no service of this name.",
    next: "Correct the name, or declare a service of your own with its agent.",
  },
  "unknown-resource": {
    meaning: "Neither the manifest nor the cluster has a resource of this name.",
    next: "Correct the name, or declare the resource first.",
  },
  "unknown-operation": {
    meaning: "An operation should be removed that the resource does not have.",
    next: "Correct its name, interval or role, or take the line out.",
  },
  "unknown-secret": {
    meaning: 'A value is taken from a secret that is not declared under "secrets".',
    next: 'Declare where it is kept: `NAME: {file: /path}` or `NAME: {env: VARIABLE}` under "secrets".',
  },
  "missing-secret": {
    meaning: "A declared secret has no value: its file or variable is empty or missing.",
    next: "Write the file or set the variable, on the machine where you run holdfast.",
  },
  "literal-secret": {
    meaning: "A warning: a password or key is written out in the manifest.",
    next: 'Keep it in a file or variable, and name that under "secrets".',
  },
  "missing-nodes": {
    meaning: "The manifest has a section corosync and no nodes.",
    next: 'Name the cluster\'s nodes under "nodes".',
  },
  "missing-address": {
    meaning: "A service needs a virtual IP that goes with it.",
    next: "Give it one, as the hint says.",
  },
  "address-collision": {
    meaning: "Two virtual IPs have the same address.",
    next: "Remove one, or correct its address.",
  },
  "service-without-role": {
    meaning: "Roles are declared, and no role has the service, so that it would run nowhere.",
    next: "Add it to the services of a role.",
  },
  "service-without-node": {
    meaning: "A role has the service, and no node has the role, so that it would run nowhere.",
    next: "Give a node the role.",
  },
  "not-promotable": {
    meaning: "Something is said of the promoted role of a resource that cannot be promoted, so that it has no effect.",
    next: "Declare the service as promotable (a bundle with promoted-max), or remove what is said.",
  },
  "queue-policy": {
    meaning: "A warning: RabbitMQ's policy leaves a new mirror empty, so that a second failure can lose messages.",
    next: 'Write `"ha-sync-mode":"automatic"` into the policy, or leave the policy to the catalogue.',
  },
  held: {
    meaning:
      "A note: the cluster has the resource in a group, clone or bundle, and the manifest has it by itself. It stays there.",
    next: "Write it as `holdfast import` prints it; where that is meant, there is nothing to do.",
  },
  // Of a change that waited for others.
  replanned: {
    meaning:
      "The cluster moved before a confirmed change was begun, and this follows now, or does not follow any more.",
    next: "Repeat the command, and read its plan.",
  },
  // Of silenced rules.
  "unknown-rule": {
    meaning: "A line silences a rule that `holdfast verify` does not have.",
    next: "Correct the rule's name; docs/verify.md lists them.",
  },
  "no-reason": {
    meaning: "A line silences a rule and gives no reason.",
    next: "Write the reason behind the rule's name.",
  },
} as const satisfies Readonly<Record<string, CodeMeaning>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;
