import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { createLog } from "../../../src/server/operations/create-log.ts";

it("writes one JSON object a line, from its level up, and blots out what stands under a secret's name", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "s3-sftp-log-"));
  const file = path.join(folder, "log");
  const fd = openSync(file, "w");
  const log = createLog("info", fd);
  log.debug({}, "not this");
  log.warn(
    { Auth: "secret-1", request: { token: "secret-2", authorization: "secret-3" }, port: 1 },
    "w",
  );
  const refused = Object.assign(new Error("boom"), {
    code: "WRONGPASS",
    command: { name: "auth", args: ["secret-4"] },
    previousErrors: [{ config: { deep: { password: "secret-5" } } }],
  });
  log.error({ err: refused, command: { args: ["secret-6"] }, password: "secret-7" }, "e");
  closeSync(fd);
  const text = readFileSync(file, "utf8");
  rmSync(folder, { recursive: true });
  const lines: unknown[] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { level: "warn", port: 1, msg: "w", Auth: "[hidden]" },
    { level: "error", msg: "e", err: { type: "Error", code: "WRONGPASS", message: "boom" } },
  ]);
  expect(text).not.toContain("secret-");
});
