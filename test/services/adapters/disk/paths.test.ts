import { userInfo } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { appPaths } from "../../../../src/services/adapters/disk/paths.ts";

describe("files of the app", () => {
  it("follow the XDG folders", () => {
    const paths = appPaths({ XDG_CONFIG_HOME: "/c", XDG_STATE_HOME: "/s", XDG_RUNTIME_DIR: "/r" });
    expect(paths).toMatchObject({
      configFile: "/c/s3-sftp/config.json",
      secretsFile: "/c/s3-sftp/secrets.json",
      stateFile: "/s/s3-sftp/state.db",
      runtimeFolder: "/r",
    });
  });

  it("fall back to the home folder, and ignore relative XDG folders", () => {
    expect(appPaths({ HOME: "/home/me", XDG_CONFIG_HOME: "relative" })).toMatchObject({
      configFile: "/home/me/.config/s3-sftp/config.json",
      stateFile: "/home/me/.local/state/s3-sftp/state.db",
      runtimeFolder: null,
    });
  });

  it.each([undefined, "", "relative"])("lie in the account's home where HOME is %j", (own) => {
    const { configFile, receiptsFolder } = appPaths({ HOME: own });
    expect(configFile).toBe(path.join(userInfo().homedir, ".config/s3-sftp/config.json"));
    expect(receiptsFolder).toBeNull();
  });

  it("all lie below S3_SFTP_HOME when it is set", () => {
    const paths = appPaths({ S3_SFTP_HOME: "/own", XDG_CONFIG_HOME: "/c", XDG_STATE_HOME: "/s" });
    expect(paths.configFile).toBe("/own/config/config.json");
    expect(paths.stateFolder).toBe("/own/state");
    expect(appPaths({ S3_SFTP_HOME: "here" }).stateFolder).toBe(path.resolve("here/state"));
  });
});
