import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { errorText } from "../../../src/services/log/outcome-message.ts";

describe("who can mend a failure, for the recipient who reads it", () => {
  it.each<[AppError, string]>([
    [{ code: "FileVanished", path: "/f" }, "sender"],
    [{ code: "Stalled", idleMs: 1 }, "network or service"],
    [{ code: "InvalidAccessKey" }, "issuer of the key"],
    [{ code: "AccessDenied", right: "write", bucket: "b" }, "bucket owner"],
    [
      { code: "AccessDenied", right: "write", bucket: "b", answer: { status: 403 } },
      "network or service",
    ],
    [{ code: "LogServerRefused", status: 400, permanent: true }, "administrator of the log server"],
  ])("of %j is named as seen from there: %s", (error, fixer) => {
    const [first] = errorText(error).split("\n");
    expect(first).toBe(`${error.code} (to fix: ${fixer})`);
    expect(first).not.toContain("you");
  });
});
