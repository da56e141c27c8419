import { describe, expect, it } from "vitest";
import { uploadExitCode } from "../../src/cli/exit-codes.ts";
import type { AppError } from "../../src/domain/errors.ts";

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
