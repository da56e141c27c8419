import { mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskFileSource } from "../../../src/services/adapters/disk/disk-file-source.ts";
import { sha256Of, someBytes } from "../../support/values/bytes.ts";
import { createTestQueue, requestFor } from "../../support/fakes/upload-queue.ts";
import { valueOf } from "../../support/values/value-of.ts";

/** Whoever may write into the folder that is sent exchanges a file after it was planned. */
describe("a file that was exchanged for a link before its turn", () => {
  let folder = "";
  let files = createDiskFileSource();
  const at = (name: string) => path.join(folder, name);
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-exchanged-"));
    files = createDiskFileSource();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const planned = async (name: string) => {
    const fingerprint = valueOf(await files.fingerprint(at(name)));
    return { ...requestFor(at(name)), fingerprint };
  };

  it.each([
    ["small", 0.01],
    ["large", 6],
  ])("is not sent, however %s it is, and nothing of what it leads to", async (_, mebibytes) => {
    await writeFile(at("secret"), someBytes(mebibytes));
    await writeFile(at("a"), someBytes(mebibytes));
    const request = await planned("a");
    await rm(at("a"));
    await symlink(at("secret"), at("a"));
    const { queue, store, sendAll } = createTestQueue({ files });
    const [row] = await sendAll(request);
    const error = { code: "FileChanged", path: at("a"), what: ["link"] };
    expect(row).toMatchObject({ state: "failed", error });
    expect(store.objects.size).toBe(0);
    await queue.stop();
  });

  it("is sent when the link leads to the very file that was planned", async () => {
    const bytes = someBytes(0.01);
    await writeFile(at("2026.csv"), bytes);
    await symlink("2026.csv", at("latest.csv"));
    await writeFile(at("moved"), bytes);
    const requests = [await planned("latest.csv"), await planned("moved")];
    await rename(at("moved"), at("elsewhere"));
    await symlink("elsewhere", at("moved"));
    const { queue, store, sendAll } = createTestQueue({ files });
    const rows = await sendAll(...requests);
    expect(rows.map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    for (const { target } of requests) expect(store.sha256(target.key)).toBe(sha256Of(bytes));
    await queue.stop();
  });

  it("is sent once a person has selected it again as it is now", async () => {
    await writeFile(at("old.csv"), someBytes(0.01));
    await writeFile(at("new.csv"), someBytes(0.02));
    await symlink("old.csv", at("latest.csv"));
    const request = await planned("latest.csv");
    await rm(at("latest.csv"));
    await symlink("new.csv", at("latest.csv"));
    const { queue, store, sendAll } = createTestQueue({ files });
    expect((await sendAll(request))[0]).toMatchObject({ state: "failed" });
    expect((await sendAll(await planned("latest.csv")))[0]).toMatchObject({ state: "delivered" });
    expect(store.sha256(request.target.key)).toBe(sha256Of(someBytes(0.02)));
    await queue.stop();
  });
});
