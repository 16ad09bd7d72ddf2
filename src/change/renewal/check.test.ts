import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { checkCertificateFile } from "./check.ts";

/** Made for this test alone, valid for ten years from 29 November 2026. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBcTCCARegAwIBAgIUffBhbwpKKKQvipjRFRdag6d7NzIwCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDb25lMB4XDTI2MTEyOTA3MDY0OFoXDTM2MTEyNjA3MDY0OFow
DjEMMAoGA1UEAwwDb25lMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDlwDicqu
NoMbnOdC87A/SooWS5AOQ34q4Xy6CI5NGhhANzaK5Q80RgTVMBtb2QekYeJ3fVHN
pE3ziXq/apt9NqNTMFEwHQYDVR0OBBYEFLN9VMaMJawoCTM5O+tTqzgpqf4QMB8G
A1UdIwQYMBaAFLN9VMaMJawoCTM5O+tTqzgpqf4QMA8GA1UdEwEB/wQFMAMBAf8w
CgYIKoZIzj0EAwIDSAAwRQIgKAr5Eh8IaX/7D/XUVMtBes1puJ2tLco23QkLgJyg
o9sCIQDULcunAu2vrVkt+UnKhFoS2Qtonnm4ipBQIBV4gu0yTg==
-----END CERTIFICATE-----
`;
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgFLvqFRIMJisdGT7i
WBIlalvJ4CbXAPJR8wBF64oisvihRANCAAQOXAOJyq42gxuc50LzsD9KihZLkA5D
firhfLoIjk0aGEA3NorlDzRGBNUwG1vZB6Rh4nd9Uc2kTfOJer9qm302
-----END PRIVATE KEY-----
`;
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const OTHER_KEY = privateKey.export({ type: "pkcs8", format: "pem" }).toString();

const NOW = Date.UTC(2026, 11, 1);
const YEAR = 366 * 86_400_000;

test("a certificate with its key is taken, and so is a file of which nothing is known", () => {
  checkCertificateFile(CERTIFICATE + KEY, NOW);
  checkCertificateFile(KEY + CERTIFICATE + CERTIFICATE, NOW);
  checkCertificateFile(CERTIFICATE, NOW);
  checkCertificateFile("a password\n", NOW);
});

test.each([
  ["the key of another one", CERTIFICATE + OTHER_KEY, 0, "the private key in it is not the first certificate's"],
  ["one that has ended", CERTIFICATE, 10 * YEAR, "a certificate in it ended on"],
  ["one of the future", CERTIFICATE, -YEAR, "a certificate in it is valid only from"],
  ["half a file", CERTIFICATE.slice(0, 300), 0, "a PEM block in it has no end"],
  ["one that is damaged", CERTIFICATE.replace(/\n.{20}/, "\nAAAAAAAAAAAAAAAAAAAA"), 0, "cannot be read"],
])("%s is refused, and nothing of it is shown", (_, content, later, why) => {
  const check = (): void => checkCertificateFile(content, NOW + later);
  expect(check).toThrow(why);
  expect(check).not.toThrow(/MII|BEGIN/);
});
