import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Sender } from "../../../src/server/invite/read-senders.ts";
import { inviteFile, writeInvites } from "../../../src/server/invite/write-invites.ts";
import { inviteWords } from "../../../src/server/words/invite-words.ts";
import { lengthsSeen } from "../../support/values/lengths-seen.ts";
import { valueOf } from "../../support/values/value-of.ts";

let root = "";
const folder = () => path.join(root, "invites");
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "s3-sftp-write-invites-"));
});
afterEach(() => rm(root, { recursive: true }));

const senderOf = (name: string, label: string): Sender => ({
  name,
  secretAccessKey: "s".repeat(40),
  invite: {
    bucket: "acme-inbox",
    prefix: "",
    region: "eu-central-1",
    accessKeyId: "AKIA7EXAMPLE00003F7Q",
    endpoint: null,
    logUrl: "https://log.acme.com",
    label,
  },
});

const some = (count: number, label = "ACME") => {
  const names = Array.from({ length: count }, (_, index) => `sender-${1_000 + index}`);
  return {
    senders: names.map((name) => senderOf(name, label)),
    tokens: names.map((name) => ({ name, token: "t".repeat(43) })),
  };
};

describe("invites in a folder", () => {
  it("are whole whenever somebody who watches the folder reads one", async () => {
    const { senders, tokens } = some(8, "x".repeat(4 * 1024 ** 2));
    valueOf(await writeInvites(folder(), [], []));
    const seen = await lengthsSeen(folder(), () => writeInvites(folder(), senders, tokens));
    expect(await readdir(folder())).toHaveLength(senders.length);
    expect(seen).toHaveLength(1);
  });

  it("take nothing of somebody else's back when both write at the same time", async () => {
    const { senders, tokens } = some(1);
    valueOf(await writeInvites(folder(), [], []));
    const each = Array.from({ length: 8 }, () => writeInvites(folder(), senders, tokens));
    const results = await Promise.all(each);
    const file = inviteFile(folder(), senders[0]?.name ?? "");
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 7 }, () => ({ ok: false, error: inviteWords.exists(file) })),
    );
    expect(await readFile(file, "utf8")).toContain("t".repeat(43));
    expect(await readdir(folder())).toHaveLength(1);
  });

  it("are all taken back where the disk has no room, the folder too", async () => {
    const module = path.resolve("src/server/invite/write-invites.ts");
    const program = `const m = await import(${JSON.stringify(module)});
      const { senders, tokens } = ${JSON.stringify(some(2))};
      await m.writeInvites("invites", senders, tokens).catch((e) => process.stdout.write(e.code));`;
    const { stdout, stderr } = spawnSync(
      "bash",
      [
        "-c",
        'trap "" XFSZ; ulimit -f 0; exec "$0" --input-type=module -e "$1"',
        process.execPath,
        program,
      ],
      { cwd: root, encoding: "utf8" },
    );
    expect({ stdout, stderr }).toEqual({ stdout: "EFBIG", stderr: "" });
    expect(await readdir(root)).toEqual([]);
  });
});
