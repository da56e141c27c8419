import path from "node:path";
import { expect, it } from "vitest";
import { isNewerVersion } from "../../../../src/services/adapters/daemon/versions.ts";
import { daemonEnvironment } from "../../../../src/services/adapters/daemon/daemon-environment.ts";

/** What decides how a request goes out; the daemon's have to go as the app's. */
const network = {
  HTTPS_PROXY: "http://proxy:3128",
  https_proxy: "http://proxy:3128",
  HTTP_PROXY: "http://proxy:3128",
  http_proxy: "http://proxy:3128",
  ALL_PROXY: "http://proxy:3128",
  all_proxy: "http://proxy:3128",
  NO_PROXY: ".corp",
  no_proxy: ".corp",
  AWS_CA_BUNDLE: "/etc/ca.pem",
  NODE_EXTRA_CA_CERTS: "/etc/ca.pem",
  NODE_USE_SYSTEM_CA: "1",
  SSL_CERT_FILE: "/etc/ca.pem",
  SSL_CERT_DIR: "/etc/certs",
};

it("keeps secrets of the environment away from the daemon", () => {
  const environment = {
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "secret",
    AWS_CONFIG_FILE: "/home/anna/aws",
    S3_SFTP_LOG_TOKEN: "secret",
    SLACK_BOT_TOKEN: "secret",
    NODE_OPTIONS: "--inspect",
    SSH_AUTH_SOCK: "/tmp/agent",
    HOME: "/home/anna",
    XDG_STATE_HOME: "/home/anna/.state",
    LC_ALL: "C.UTF-8",
    ...network,
    S3_SFTP_HOME: undefined,
  };
  expect(daemonEnvironment(environment)).toEqual({
    AWS_CONFIG_FILE: "/home/anna/aws",
    HOME: "/home/anna",
    XDG_STATE_HOME: "/home/anna/.state",
    LC_ALL: "C.UTF-8",
    ...network,
  });
});

it("makes paths absolute, because the daemon stands in another folder", () => {
  const relative = {
    S3_SFTP_HOME: "portable",
    S3_SFTP_DEBUG: "log",
    NODE_EXTRA_CA_CERTS: "",
    AWS_CA_BUNDLE: "ca",
  };
  expect(daemonEnvironment(relative)).toEqual({
    S3_SFTP_HOME: path.resolve("portable"),
    S3_SFTP_DEBUG: path.resolve("log"),
    NODE_EXTRA_CA_CERTS: "",
    AWS_CA_BUNDLE: path.resolve("ca"),
  });
});

it.each([
  ["1.2.3", "1.2.2", true],
  ["1.10.0", "1.9.9", true],
  ["2.0.0", "1.9.9", true],
  ["1.2.3", "1.2.3", false],
  ["1.2.3", "1.2.4", false],
  ["1.2.3-next.1", "1.2.3", false],
  ["1.0.0", "nonsense", true],
  ["nonsense", "1.0.0", false],
])("compares releases: %s is newer than %s: %s", (version, other, expected) => {
  expect(isNewerVersion(version, other)).toBe(expected);
});
