import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { runCli, startCli } from "../support/processes/run-cli.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { standInSiteForEach } from "../support/sites/stand-in-site.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";
import { sender } from "../support/values/s3-people.ts";

const site = standInSiteForEach();
const keys = sender(bucket);

const aws = async (name: string, text: string): Promise<void> => {
  const file = path.join(site.machine.root, ".aws", name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
};
const writeKeys = (token: string) =>
  aws(
    "credentials",
    `[clinic]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\naws_session_token = ${token}\n`,
  );

beforeEach(async () => {
  site.s3.setUser({ ...keys, sessionToken: "t1" });
  await writeKeys("t1");
  await aws("config", `[profile clinic]\nregion = ${region}\nendpoint_url = ${site.s3.endpoint}\n`);
});

const words = (...args: readonly string[]) => ["upload", "--bucket", bucket, "--json", ...args];
const options = (more: Readonly<Record<string, string>> = {}) => ({
  environment: { ...site.machine.environment, ...more },
  folder: site.machine.files,
});
const parts = () =>
  site.s3.log.filter(({ operation, status }) => operation === "UploadPart" && status === 200);

describe("upload with an AWS profile", () => {
  it.each([
    ["--profile", ["--profile", "clinic"], {}],
    ["AWS_PROFILE", [], { AWS_PROFILE: "clinic" }],
  ] as const)("takes keys, region and endpoint of the one that %s names", async (_, args, more) => {
    await site.machine.write("a.csv", "1");
    const { code, stderr } = await runCli(words(...args, "a.csv"), options(more));
    expect([code, stderr]).toEqual([0, ""]);
    expect(site.s3.log.every(({ user }) => user === keys.name)).toBe(true);
  });

  it("goes on with the token that is in the file when the one before has ended", async () => {
    const content = someBytes(12);
    await site.machine.write("large.bin", content);
    const args = words("--profile", "clinic", "--limit", "4MiB/s", "large.bin");
    const running = startCli(args, options());
    await waitUntil("a part", () => parts().length > 0);
    site.s3.setUser({ ...keys, sessionToken: "t2" });
    await writeKeys("t2");
    expect((await running.ended).code).toBe(0);
    expect(await site.s3.sha256(bucket, "large.bin")).toBe(sha256Of(content));
  });

  it("stops when it has ended and there is no other, and goes on with the next one", async () => {
    const content = someBytes(12);
    await site.machine.write("large.bin", content);
    const args = words("--profile", "clinic", "--limit", "4MiB/s", "large.bin");
    const running = startCli(args, options());
    await waitUntil("a part", () => parts().length > 0);
    site.s3.setUser({ ...keys, sessionToken: "t2" });
    const { code, stderr } = await running.ended;
    expect(code).toBe(3);
    expect(stderr).toContain(errorWords({ code: "CredentialsExpired" }).happened);
    await writeKeys("t2");
    expect((await runCli(args, options())).code).toBe(0);
    expect(
      site.s3.log.filter(({ operation }) => operation === "CreateMultipartUpload"),
    ).toHaveLength(1);
    expect(await site.s3.sha256(bucket, "large.bin")).toBe(sha256Of(content));
  });

  it("names one that is not there, with exit code 3, and asks no store", async () => {
    await site.machine.write("a.csv", "1");
    const { code, stderr } = await runCli(words("--profile", "clinc", "a.csv"), options());
    const source = { type: "profile", profile: "clinc", from: "no such profile" } as const;
    expect(code).toBe(3);
    expect(stderr).toContain(
      errorWords({ code: "CredentialsUnavailable", source, why: null }).happened,
    );
    expect(site.s3.log).toEqual([]);
  });
});
