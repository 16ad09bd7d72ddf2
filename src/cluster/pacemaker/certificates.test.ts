/** Certificates are read of files and directories of a node, and a key that is in the same file stays there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { certificatesIn, readCertificates } from "./certificates.ts";
import { localRunner, type Runner } from "./runner.ts";

/** Self-signed for this test, until 26 November 2036. */
const NAMED = `-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUYOiLi73+3LnkBpGKxA9rcheGjEowCgYIKoZIzj0EAwIw
IDEeMBwGA1UEAwwVb3ZlcmNsb3VkLmV4YW1wbGUuY29tMB4XDTI2MTEyOTAxNDc0
OFoXDTM2MTEyNjAxNDc0OFowIDEeMBwGA1UEAwwVb3ZlcmNsb3VkLmV4YW1wbGUu
Y29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE+kINeREHSSYCVGRBVk5igH0b
s061tXBnjWqpJabaD4zbXeCPYLEoLZ8E7hRPfidCw0kegHMY0/NEET8I/LtBvaNT
MFEwHQYDVR0OBBYEFAacdUKjVyG30rav7/pBtst/q5/7MB8GA1UdIwQYMBaAFAac
dUKjVyG30rav7/pBtst/q5/7MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
RwAwRAIgRETochgH0jPL8ADqy/IfLBsCcLD6wKWUT/+5gopT4iACIAjH+oYkAPDG
avgqn27DhC8+SA/jNpF7kJXg+02/JWZa
-----END CERTIFICATE-----
`;
const UNNAMED = `-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIUeitC+BXIAArvxZA9ggQBBx3RbsAwCgYIKoZIzj0EAwIw
IDEQMA4GA1UECgwHRXhhbXBsZTEMMAoGA1UECwwDT3BzMB4XDTI2MTEyOTAxNDc0
OFoXDTI2MTIyOTAxNDc0OFowIDEQMA4GA1UECgwHRXhhbXBsZTEMMAoGA1UECwwD
T3BzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEfdhVgxxInOcSXg15N+z6G1Nb
xfp/Ndch2YJVCYsK2lDjb1b1uxjOWsWhU94Dt1KV1OkShN/bmj5cWb1HKgeidqNT
MFEwHQYDVR0OBBYEFKqjktfB+Wc7FEZefY6z1F6IZLsQMB8GA1UdIwQYMBaAFKqj
ktfB+Wc7FEZefY6z1F6IZLsQMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
SQAwRgIhAJb0aJQJu81IrxHIvCJzPyGUffusgX1LDQnHqjNNPkshAiEA/b5zSEYl
4ZwFinYKYGy9pBeNRcc4eabNDGOP7dxVNnA=
-----END CERTIFICATE-----
`;
const CANARY = "Q0FOQVJZCANARYQ0FOQVJZ";
const KEY = `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----\n`;

const directory = mkdtempSync(join(tmpdir(), "holdfast-certificates-"));
afterAll(() => rmSync(directory, { recursive: true }));
const at = (name: string): string => join(directory, name);

/** This machine, with all that left it. */
function watched(): { readonly runner: Runner; readonly said: string[] } {
  const said: string[] = [];
  const local = localRunner();
  const run: Runner["run"] = async (argv, options) => {
    const result = await local.run(argv, options);
    said.push(result.stdout, result.stderr);
    return result;
  };
  return { runner: { ...local, name: "one", run }, said };
}

test("of a file with its key, of a directory, of what is not there", async () => {
  writeFileSync(at("both.pem"), `${KEY}${NAMED}${KEY}${UNNAMED}${CANARY}\n`);
  writeFileSync(
    at("broken.pem"),
    `-----BEGIN CERTIFICATE-----\npassword: ${CANARY}\n-----END CERTIFICATE-----\n${KEY}`,
  );
  writeFileSync(at("cut.pem"), `-----BEGIN CERTIFICATE-----\n${KEY}`);
  mkdirSync(at("certs"));
  writeFileSync(at("certs/a b.crt"), NAMED.replaceAll("\n", "\r\n"));
  writeFileSync(at("certs/a.key"), KEY);
  const { runner, said } = watched();
  const paths = ["both.pem", "broken.pem", "cut.pem", "certs", "none"].map(at);
  const { certificates, nodes } = await readCertificates([runner], paths);
  expect(nodes).toEqual(["one"]);
  expect(certificates.map(({ node, file, subject }) => [node, file.slice(directory.length), subject])).toEqual([
    ["one", "/both.pem", "overcloud.example.com"],
    ["one", "/both.pem", "O=Example, OU=Ops"],
    ["one", "/certs/a b.crt", "overcloud.example.com"],
  ]);
  expect(new Date((certificates[0]?.until ?? 0) * 1000).toISOString()).toBe("2036-11-26T01:47:48.000Z");
  expect(said.join("")).not.toContain(CANARY);
});

test("a node that does not answer is not among those that were read", async () => {
  const { runner } = watched();
  const lost: Runner = {
    ...runner,
    name: "two",
    run: async (argv, options) => ({ ...(await runner.run(argv, options)), lost: "no way" }),
  };
  expect(await readCertificates([runner, lost], [at("none")])).toEqual({ certificates: [], nodes: ["one"] });
  expect(certificatesIn("file /x\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "one")).toEqual([]);
});
