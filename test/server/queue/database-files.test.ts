import {
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SqliteQueue } from "../../../src/server/queue/sqlite-queue.ts";
import { queueWords } from "../../../src/server/words/queue-words.ts";
import { createLogServerFolder, type LogServerFolder } from "../../support/processes/log-server.ts";
import { knownToken, logEntry } from "../../support/values/entries.ts";

let place: string;
let folder: string;
let queue: SqliteQueue;
beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), "s3-sftp-queue-files-"));
  folder = path.join(place, "data");
  await mkdir(folder, { mode: 0o700 });
  queue = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs: 1e9 });
});
afterEach(async () => {
  await queue.close();
  await rm(place, { recursive: true, force: true });
});

const put = async (id: string) => queue.put(logEntry({ id }), knownToken());

const zeroHeader = async () => {
  const handle = await open(path.join(folder, "queue.db"), "r+");
  await handle.write(Buffer.alloc(100), 0, 100, 0);
  await handle.close();
};

const swapFolder = async () => {
  await rename(folder, path.join(place, "moved"));
  await cp(path.join(place, "moved"), folder, { recursive: true });
};

const harms: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ["its folder is deleted", queueWords.replaced, async () => rm(folder, { recursive: true })],
  ["its folder is swapped for a copy", queueWords.replaced, swapFolder],
  ["its folder is moved away", queueWords.replaced, async () => rename(folder, `${folder}-2`)],
  ...["queue.db", "queue.db-wal", "queue.db-shm"].flatMap((name) => [
    [`${name} is deleted`, queueWords.replaced, async () => rm(path.join(folder, name))] as const,
    [
      `${name} is replaced`,
      queueWords.replaced,
      async () => {
        const file = path.join(folder, name);
        await cp(file, `${file}.copy`);
        await rename(`${file}.copy`, file);
      },
    ] as const,
  ]),
  ["its header is overwritten", queueWords.damaged, zeroHeader],
  ...(["queue.db", "queue.db-wal"] as const).flatMap((name) =>
    [0, 4096].map(
      (bytes) =>
        [
          `${name} is cut to ${bytes} bytes`,
          queueWords.cut,
          async () => truncate(path.join(folder, name), bytes),
        ] as const,
    ),
  ),
];

describe("a queue whose files are not what the next start will find", () => {
  it.each(harms)("accepts nothing and is not writable: %s", async (_what, words, harm) => {
    // Some of it is in the database itself, and some in what SQLite keeps beside it.
    await put("earlier");
    await queue.close();
    queue = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs: 1e9 });
    expect(await put("before")).toEqual({ ok: true, value: "accepted" });
    await queue.probe();
    await harm();
    for (const id of ["after", "again"])
      expect(await put(id)).toEqual({ ok: false, error: { code: "broken", detail: words } });
    await expect(queue.probe()).rejects.toThrow(words);
    // What it has is delivered all the same.
    expect(await queue.oldest(10)).toHaveLength(2);
  });

  it("is not mended by what it writes itself: a log that was cut grows again", async () => {
    await put("before");
    const [first] = await queue.oldest(1);
    await truncate(path.join(folder, "queue.db-wal"), 0);
    await queue.ack([first?.position ?? ""]);
    const broken = { ok: false, error: { code: "broken", detail: queueWords.cut } };
    expect(await put("after")).toEqual(broken);
  });

  it("accepts again once the folder is back", async () => {
    await put("before");
    await rename(folder, `${folder}-2`);
    expect((await put("meanwhile")).ok).toBe(false);
    await rename(`${folder}-2`, folder);
    expect((await put("after")).ok).toBe(true);
    await queue.close();
    queue = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs: 1e9 });
    expect((await queue.oldest(10)).map(({ entry }) => entry.id)).toEqual(["before", "after"]);
  });

  it("finds nothing wrong with a queue of usual life: many writes, checkpoints, a command beside it", async () => {
    const long = "x".repeat(50_000);
    for (let number = 0; number < 500; number += 1) {
      const entry = logEntry({ id: `${number}`, message: long });
      expect((await queue.put(entry, knownToken())).ok).toBe(true);
    }
    const beside = new SqliteQueue({ folder, maxBytes: 2 ** 30, rememberMs: 1e9 });
    await beside.unpark();
    await beside.close();
    expect((await put("after")).ok).toBe(true);
    await queue.probe();
  });
});

describe("the files of a server's data folder", () => {
  let server: LogServerFolder;
  beforeEach(async () => {
    server = await createLogServerFolder();
  });
  afterEach(async () => server.remove());

  it.each(["new", "left by a crash"])(
    "are closed to other users though the folder is open and was there before: %s",
    async (kind) => {
      await mkdir(server.dataFolder, { mode: 0o755 });
      // As a server of an earlier release left them.
      if (kind !== "new") {
        const names = ["queue.db", "queue.db-wal", "queue.db-shm", "server.lock"];
        for (const name of names)
          await writeFile(path.join(server.dataFolder, name), "", { mode: 0o644 });
      }
      const openMask = ["sh", "-c", 'umask 022 && exec "$@"', "sh"];
      const { url, output } = await server.start({ under: openMask });
      const body = JSON.stringify({ Auth: server.token, Action: "Success", LogMessage: "m" });
      expect((await fetch(url, { method: "POST", body })).status).toBe(202);
      const names = await readdir(server.dataFolder);
      expect(names).toContain("queue.db-wal");
      for (const name of names) {
        const { mode } = await stat(path.join(server.dataFolder, name));
        expect([name, mode & 0o077]).toEqual([name, 0]);
      }
      expect(output()).toContain(queueWords.openFolder(server.dataFolder));
    },
  );
});
