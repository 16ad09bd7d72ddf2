/** What is taken for a secret is hidden, and what is none stays readable. */
import { expect, test } from "vitest";
import { isSecretName, withoutCredentials } from "./secret-text.ts";

test.each([
  ...["passwd", "password", "pass", "pwd", "db_pwd", "login_pass", "passphrase", "api_key", "apikey", "auth_key"],
  ...["credentials", "psk", "community", "snmp_community", "private_key", "auth", "secret", "access-token", "PASSWD"],
  ...["pcmk_password", "client_secret", "rgw_access_key"],
])("%s names a secret", (name) => expect(isSecretName(name)).toBe(true));

test.each([
  ...["passive", "bypass", "key", "keyfile", "monkey", "ip", "pcmk_host_map", "compass", "authority", "authentication"],
  ...["ip_family_priority", "user", "master-redis", "path", "monitor", "cluster_host_map"],
])("%s names none", (name) => expect(isSecretName(name)).toBe(false));

test.each([
  ["amqp://nova:hunter2@10.0.0.1:5672/", "amqp://nova:(secret)@10.0.0.1:5672/"],
  ["registry:hunter2@quay.example/redis:7", "registry:(secret)@quay.example/redis:7"],
  ["--net=host -e DB_PASSWORD=hunter2 -v /a:/b", "--net=host -e DB_PASSWORD=(secret) -v /a:/b"],
  ["/usr/bin/run --password=hunter2 --verbose", "/usr/bin/run --password=(secret) --verbose"],
  ["run --token hunter2 start", "run --token (secret) start"],
  ['--env API_KEY="hunter 2" x', "--env API_KEY=(secret) x"],
  ["host=db;pwd=hunter2;port=1", "host=db;pwd=(secret);port=1"],
  ["http://x/?access_token=hunter2&b=1", "http://x/?access_token=(secret)&b=1"],
])("%s is shown as %s", (text, shown) => expect(withoutCredentials(text)).toBe(shown));

test.each([
  "controller-0:overcloud.example;controller-1:other",
  "/usr/bin/kolla_start",
  "--user=root --log-driver=k8s-file -e KOLLA_CONFIG_STRATEGY=COPY_ALWAYS",
  "cluster.common.tag/centos-binary-redis:pcmklatest",
  "https://quay.example:5000/redis@sha256:0123456789abcdef",
  "galera:galera-bundle-0",
  "a@b",
])("%s has no credential", (text) => expect(withoutCredentials(text)).toBe(text));
