import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkCertificateFile } from "./check.ts";

const directory = mkdtempSync(join(tmpdir(), "certificate-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function made(name: string): { readonly certificate: string; readonly key: string } {
  const [key, certificate] = [join(directory, `${name}.key`), join(directory, `${name}.crt`)];
  const argv = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "10"];
  const done = spawnSync("openssl", [...argv, "-subj", `/CN=${name}`], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
}

const [one, two] = [made("one"), made("two")];
const DAY = 86_400_000;

test("a certificate with its key is taken, and so is a file of which nothing is known", () => {
  checkCertificateFile(one.certificate + one.key, Date.now());
  checkCertificateFile(one.key + one.certificate + two.certificate, Date.now());
  checkCertificateFile(one.certificate, Date.now());
  checkCertificateFile("a password\n", Date.now());
});

test.each([
  ["the key of another one", one.certificate + two.key, 0, "the private key in it is not the first certificate's"],
  ["one that has ended", one.certificate, 11 * DAY, "a certificate in it ended on"],
  ["one of the future", one.certificate, -DAY, "a certificate in it is valid only from"],
  ["half a file", one.certificate.slice(0, 300), 0, "a PEM block in it has no end"],
  ["one that is damaged", one.certificate.replace(/\n.{20}/, "\nAAAAAAAAAAAAAAAAAAAA"), 0, "cannot be read"],
])("%s is refused, and nothing of it is told", (_, content, later, why) => {
  const check = (): void => checkCertificateFile(content, Date.now() + later);
  expect(check).toThrow(why);
  expect(check).not.toThrow(/MII|BEGIN/);
});
