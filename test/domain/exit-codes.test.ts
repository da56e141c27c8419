import { readFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { helpText } from "../../src/cli/help.ts";
import type { AppError } from "../../src/domain/errors.ts";
import { exitCodes, signalCodes, uploadExitCode } from "../../src/domain/exit-codes.ts";
import { exitCodes as serverExitCodes } from "../../src/server/exit-codes.ts";

const secret: AppError = { code: "WrongSecret" };
const network: AppError = { code: "EndpointUnreachable", host: "h", reason: "dns" };
const vanished: AppError = { code: "FileVanished", path: "/x" };

describe("the exit code of an upload", () => {
  it.each<[number, number, readonly AppError[]]>([
    [0, 3, []],
    [0, 0, []],
    [1, 3, [vanished]],
    [1, 0, [vanished]],
    [1, 2, [secret]],
    [1, 0, [secret, vanished]],
    [3, 0, [secret, secret]],
    [3, 0, [{ code: "AccessDenied", right: "write", bucket: "b" }]],
    [3, 0, [{ code: "CredentialsExpired" }]],
    [3, 0, [{ code: "NotSetUp", missing: "connection" }]],
    [3, 0, [{ code: "StateUnreadable", file: "/f", reason: "corrupt" }]],
    [4, 0, [network]],
    [2, 0, [{ code: "InvalidInput", field: "limit", problem: "" }]],
  ])("is %i after %i delivered and the failures %j", (code, delivered, failures) => {
    expect(uploadExitCode(delivered, failures)).toBe(code);
  });
});

describe("exit codes", () => {
  it("are the log server's, too, where it has them", () => {
    expect(exitCodes).toMatchObject(serverExitCodes);
  });

  it("are what an old Node is told, which can import nothing", () => {
    const main = readFileSync(path.join(import.meta.dirname, "../../src/main.ts"), "utf8");
    expect(/process\.exitCode = (\d+)/.exec(main)?.[1]).toBe(String(exitCodes.notSetUp));
  });

  it("are in the help, each of them", () => {
    const said = helpText("upload").match(/(?<=[ \n])\d+(?=[ \n][a-z])/g);
    expect(said).toEqual(expect.arrayContaining(Object.values(exitCodes).map(String)));
  });

  it("count signals as a shell does", () => {
    for (const name of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
      expect(signalCodes[name]).toBe(128 + constants.signals[name]);
    }
  });
});
