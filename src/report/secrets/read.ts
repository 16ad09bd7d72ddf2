/**
 * The secrets and certificates that a configuration names, with every place of each. Values serve to tell which places have
 * the same one, and are in nothing that is returned.
 */
import { agentWord } from "../../cib/agent-word.ts";
import { HOLDERS, RESOURCES_AND_TEMPLATES } from "../../cib/resource-elements.ts";
import {
  isSecretName,
  isSecretPair,
  isSecretParameter,
  SECRET_MARK,
  withoutCredentials,
} from "../../cib/secret-text.ts";
import { child, type Element, elements, get, idOf } from "../../cib/xml/tree.ts";
import type { SecretEntry, SecretUse } from "./document.ts";
import { rotationOf } from "./rotation.ts";

export interface SecretsInput {
  readonly cib: Element;
  /** What a manifest calls a value, and where it keeps it; undefined for one that it does not have. */
  readonly declared: (value: string) => { readonly name: string; readonly keptIn: string } | undefined;
  /** By agent: names of the parameters that it can reload; of agents without an entry that is not known. */
  readonly reloadable: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Found {
  /** What places with the same secret have in common. */
  readonly key: string;
  readonly kind: SecretEntry["kind"];
  readonly name: string;
  readonly keptIn?: string;
  readonly use: SecretUse;
  /** Whose value it is. */
  readonly pair?: Element;
}

/** The object that a part belongs to. */
interface Owner {
  readonly id: string;
  readonly agent: string | undefined;
  readonly replicated: boolean;
}

/** In the order of the CIB, each secret once. */
export function readSecrets(input: SecretsInput): SecretEntry[] {
  return bySecret(input).flatMap((same): SecretEntry[] => {
    const [first] = same;
    if (first === undefined) return [];
    const { name, kind, keptIn } = first;
    const uses = same.map(({ use }) => use);
    return [{ name, kind, ...(keptIn === undefined ? {} : { keptIn }), uses, certificates: [] }];
  });
}

/** The pairs whose value a secret is; empty for one that no parameter holds. */
export function pairsOfSecret(input: SecretsInput, name: string): Element[] {
  const same = bySecret(input).find(([first]) => first?.name === name);
  return (same ?? []).flatMap(({ pair }) => pair ?? []);
}

function bySecret(input: SecretsInput): Found[][] {
  const configuration = child(input.cib, "configuration");
  const byKey = new Map<string, Found[]>();
  for (const one of configuration === undefined ? [] : within(configuration, NO_OWNER, input))
    byKey.set(one.key, [...(byKey.get(one.key) ?? []), one]);
  return [...byKey.values()];
}

const NO_OWNER: Owner = { id: "", agent: undefined, replicated: false };

function within(e: Element, owner: Owner, input: SecretsInput): Found[] {
  const here = ownerOf(e, owner);
  const own =
    e.name === "nvpair"
      ? ofPair(e, here, input)
      : e.name === "storage-mapping"
        ? ofMount(e, here, input)
        : ofText(e, here, input);
  return [...own, ...elements(e).flatMap((c) => within(c, here, input))];
}

/** What is inside a group, a clone or a bundle is its own; a set, an operation, a container is its owner's. */
function ownerOf(e: Element, around: Owner): Owner {
  const named = RESOURCES_AND_TEMPLATES.has(e.name) || ["alert", "recipient", "node"].includes(e.name);
  if (!named) return around.id === "" && idOf(e) !== "" ? { ...around, id: idOf(e) } : around;
  const replicated = around.replicated || (HOLDERS.has(e.name) && e.name !== "group");
  // What runs in a bundle is what uses its mounts.
  const run = e.name === "bundle" ? child(e, "primitive") : e;
  const agent = run === undefined || get(run, "class") === undefined ? undefined : agentWord((name) => get(run, name));
  return { id: get(e, "uname") ?? idOf(e), agent, replicated };
}

/** A parameter with a path to what holds a secret or a certificate. */
const FILE_NAME =
  /(?:^|[_.-])(?:cert|certs|certificate|certfile|keyfile|ca|cacert|capath|cafile|pem|ssl|tls|keytab|identity|cookie)(?:[_.-]|$)|[_.-]key$/i;
/** A path of which the same is to be thought. */
const SECRET_PATH =
  /\/(?:pki|tls|ssl|certs?|certificates|private|secrets?|keys|keytabs?)(?:\/|$)|\.(?:pem|crt|cer|key|keytab|p12)$|cookie$/i;
/** The machine's store of those that it trusts: no certificate of a service's. */
const TRUST_STORE = /ca-trust|ca-bundle|ca-certificates|\/ca\.\w+$/;

function ofPair(pair: Element, owner: Owner, input: SecretsInput): Found[] {
  const [name, value] = [get(pair, "name") ?? "", get(pair, "value") ?? ""];
  if (value === "") return [];
  const isPath = /^\/\S+$/.test(value);
  if (isPath && (isSecretName(name) || FILE_NAME.test(name)) && !isSecretParameter(name))
    return [ofFile("file", { owner, name, path: value }, input)];
  const marked = idOf(pair).endsWith(`-${SECRET_MARK}`);
  const declared = input.declared(value);
  if ((isSecretPair(pair) && (isSecretParameter(name) || marked)) || declared !== undefined) {
    const key = `value ${value}`;
    const use = useOf("parameter", { owner, name }, input);
    return [{ key, kind: "secret", name: declared?.name ?? `${owner.id}-${name}`, ...kept(declared), use, pair }];
  }
  return ofValue(name, value, owner, input);
}

/** Credentials inside a value are known by their place. */
function ofValue(name: string, value: string, owner: Owner, input: SecretsInput): Found[] {
  if (withoutCredentials(value) === value) return [];
  const called = `${owner.id}-${name}`;
  return [{ key: `text ${called}`, kind: "secret", name: called, use: useOf("text", { owner, name }, input) }];
}

/** The attributes of what is neither a pair nor a mount: a container's options, a command. */
function ofText(e: Element, owner: Owner, input: SecretsInput): Found[] {
  return [...e.attributes].flatMap(([name, value]) =>
    name === "id" || name === "description" ? [] : ofValue(name, value, owner, input),
  );
}

function ofMount(e: Element, owner: Owner, input: SecretsInput): Found[] {
  const path = get(e, "source-dir") ?? get(e, "source-dir-root") ?? "";
  const target = get(e, "target-dir") ?? "";
  if (TRUST_STORE.test(path) || ![path, target].some((p) => SECRET_PATH.test(p))) return [];
  return [ofFile("mount", { owner, name: idOf(e), path, target }, input)];
}

interface At {
  readonly owner: Owner;
  readonly name: string;
  readonly path?: string;
  readonly target?: string;
}

function ofFile(where: "file" | "mount", at: At & { readonly path: string }, input: SecretsInput): Found {
  const { path } = at;
  const holdsSecret = /passw|secret|cookie|keytab|identity|\.key$|\/private(\/|$)/i.test(`${at.name} ${path}`);
  const kind = holdsSecret && !/\.(pem|crt|cer)$/i.test(path) ? "secret" : "certificate";
  return { key: `path ${path}`, kind, name: path, use: useOf(where, at, input) };
}

function useOf(where: SecretUse["in"], { owner, name, path, target }: At, { reloadable }: SecretsInput): SecretUse {
  const { id, agent, replicated } = owner;
  const rotation = rotationOf({ in: where, agent, replicated, name, path }, id, reloadable.get(agent ?? ""));
  return {
    in: where,
    resource: id,
    ...(agent === undefined ? {} : { agent }),
    name,
    ...(path === undefined ? {} : { path }),
    ...(target === undefined ? {} : { target }),
    rotation,
  };
}

const kept = (declared: { readonly keptIn: string } | undefined): { readonly keptIn?: string } =>
  declared === undefined ? {} : { keptIn: declared.keptIn };

/** The files and directories in which certificates may be. */
export function certificatePaths(entries: readonly SecretEntry[]): string[] {
  return [...new Set(entries.flatMap(({ uses }) => uses.flatMap(({ path }) => path ?? [])))];
}
