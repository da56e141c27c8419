import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ok } from "../../src/domain/result.ts";
import {
  defaultPreferences,
  emptySettings,
  freshSettings,
  type Settings,
} from "../../src/domain/settings.ts";
import { createJsonSettingsStore } from "../../src/services/adapters/disk/json-settings-store.ts";
import type { SettingsStore } from "../../src/services/ports/settings-store.ts";
import { createMemorySettingsStore } from "../support/fakes/memory-settings-store.ts";

const settings: Settings = {
  connections: [
    {
      name: "Clinic Nörd",
      accessKeyId: "AKIAEXAMPLE000000000",
      region: "eu-west-1",
      endpoint: "https://s3.example.org:9000",
      log: { url: "https://logs.example.org", tokenOrigin: "https://logs.example.org" },
      destinations: [
        { bucket: "acme-inbox", prefix: "november/" },
        { bucket: "other", prefix: "", address: { region: "eu-central-1", endpoint: null } },
      ],
    },
    {
      name: "temporary",
      accessKeyId: "ASIAEXAMPLE000000000",
      session: { expiresAtMs: 1_800_000_000_000 },
      region: "eu-west-1",
      endpoint: null,
      addressing: "virtual",
      options: { sse: "aws:kms", tags: { project: "x" }, requestPayer: true },
      log: { url: "https://other.example.org" },
      destinations: [{ bucket: "acme-inbox", prefix: "" }],
    },
    {
      name: "profile",
      accessKeyId: null,
      profile: "clinic",
      region: "eu-west-1",
      endpoint: null,
      destinations: [{ bucket: "acme-inbox", prefix: "" }],
    },
  ],
  logUrl: null,
  logTokenOrigin: "https://logs.example.org",
  lastDestination: { connection: "temporary", bucket: "acme-inbox", prefix: "" },
  preferences: { ...defaultPreferences, theme: "light", limitBytesPerSecond: 5 * 1024 ** 2 },
};

/** A store, and a way to put anything in the place where it keeps its settings. */
interface Subject {
  readonly store: SettingsStore;
  readonly corrupt: (text: string) => Promise<void>;
  readonly keptTexts: () => Promise<readonly string[]>;
}

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "s3-sftp-settings-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const onDisk = (): Subject => {
  const file = path.join(folder, "deep", "config.json");
  return {
    store: createJsonSettingsStore(file),
    corrupt: async (text) => {
      await createJsonSettingsStore(file).update(() => emptySettings);
      await writeFile(file, text);
    },
    keptTexts: async () => {
      const names = await readdir(path.dirname(file));
      const own = [path.basename(file), `${path.basename(file)}.lock`];
      const kept = names.filter((name) => !own.includes(name));
      return Promise.all(kept.map((name) => readFile(path.join(path.dirname(file), name), "utf8")));
    },
  };
};

const inMemory = (): Subject => {
  const { store, corrupt, kept } = createMemorySettingsStore();
  return { store, corrupt: async (text) => corrupt(text), keptTexts: async () => kept };
};

describe.each([
  ["a JSON file", onDisk],
  ["memory", inMemory],
] as const)("settings in %s", (_name, open) => {
  it("are empty on a fresh machine", async () => {
    expect(await open().store.load()).toEqual(ok(emptySettings));
  });

  it("come back as they were saved", async () => {
    const { store } = open();
    expect(await store.update(() => settings)).toEqual(ok(settings));
    expect(await store.load()).toEqual(ok(settings));
    await store.update(() => emptySettings);
    expect(await store.load()).toEqual(ok(emptySettings));
  });

  it("loses no change of two apps that save at once", async () => {
    const { store } = open();
    await store.update(() => settings);
    const changes = [{ theme: "dark" }, { ascii: true }, { showHidden: true }] as const;
    await Promise.all(
      changes.map((change) =>
        store.update((stored) => ({
          ...stored,
          preferences: { ...stored.preferences, ...change },
        })),
      ),
    );
    expect(await store.load()).toMatchObject({
      value: { preferences: { theme: "dark", ascii: true, showHidden: true } },
    });
  });

  it.each([
    ["corrupt", `{"version":1,"connections":[{"name":"x"`],
    ["newer", `{"version":2,"connections":"in another form"}`],
  ])(
    "that are %s are reported, never written over, and kept when set aside",
    async (reason, text) => {
      const { store, corrupt, keptTexts } = open();
      await corrupt(text);
      const refused = { ok: false, error: { code: "StateUnreadable", file: store.file, reason } };
      expect(await store.load()).toEqual(refused);
      expect(await store.update(() => settings)).toEqual(refused);
      expect(await store.load()).toEqual(refused);
      const aside = await store.setAside();
      expect(aside.ok).toBe(true);
      expect(await keptTexts()).toEqual([text]);
      expect(await store.load()).toEqual(ok(emptySettings));
      expect(await store.update(() => settings)).toEqual(ok(settings));
      expect(await keptTexts()).toEqual([text]);
    },
  );
});

describe("the JSON file", () => {
  it("is for its owner's eyes only, also in a shared folder, and leaves no temporary file", async () => {
    const file = path.join(folder, "config.json");
    await chmod(folder, 0o755);
    await createJsonSettingsStore(file).update(() => settings);
    expect(((await stat(file)).mode & 0o777).toString(8)).toBe("600");
    expect(await readdir(folder)).toEqual(["config.json", "config.json.lock"]);
  });

  it("begins with what it is given, and keeps that from the first change on", async () => {
    const file = path.join(folder, "config.json");
    const fresh = freshSettings("light");
    const store = createJsonSettingsStore(file, fresh);
    expect(await store.load()).toEqual(ok(fresh));
    await store.update((now) => ({ ...now, connections: settings.connections }));
    const kept = { ...fresh, connections: settings.connections };
    expect(await createJsonSettingsStore(file).load()).toEqual(ok(kept));
  });

  it.each([
    ["no JSON at all", "\u0000\u0000"],
    ["a list", "[]"],
    ["no version", `{"connections":[],"logUrl":null}`],
    ["a connection without a key", `{"version":1,"logUrl":null,"connections":[{"name":"a"}]}`],
    [
      "a destination that is a text",
      `{"version":1,"logUrl":null,"connections":[{"name":"a","accessKeyId":"b","region":"c","endpoint":null,"destinations":["x"]}]}`,
    ],
    ["an empty file", ""],
  ])("is called corrupt when it has %s", async (_name, text) => {
    const file = path.join(folder, "config.json");
    await writeFile(file, text);
    expect(await createJsonSettingsStore(file).load()).toMatchObject({
      error: { code: "StateUnreadable", reason: "corrupt" },
    });
    expect(await readFile(file, "utf8")).toBe(text);
  });

  it("of version 1 is still read, odd preferences replaced by their defaults", async () => {
    const kept = path.resolve(import.meta.dirname, "../fixtures/settings-v1.json");
    const loaded = await createJsonSettingsStore(kept).load();
    expect(loaded).toEqual(
      ok({
        connections: [
          {
            name: "main",
            accessKeyId: "AKIAEXAMPLE000000000",
            region: "us-east-1",
            endpoint: null,
            destinations: [{ bucket: "acme-inbox", prefix: "" }],
          },
        ],
        logUrl: null,
        preferences: { ...defaultPreferences, showHidden: true },
      }),
    );
  });

  it("of 0.2 with one log server for all gives it to each connection, and writes what 0.2 still reads", async () => {
    const kept = path.resolve(import.meta.dirname, "../fixtures/settings-v1-one-log.json");
    const file = path.join(folder, "config.json");
    const before = await readFile(kept, "utf8");
    await writeFile(file, before);
    const store = createJsonSettingsStore(file);
    const log = { url: "https://logs.example.org/in", tokenOrigin: "https://logs.example.org" };
    expect(await store.load()).toMatchObject({ value: { connections: [{ log }, { log }] } });
    await store.update((stored) => stored);
    // All that an older release knows is where it was.
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject(JSON.parse(before));
  });

  it("where a folder stands in the way is reported with its name", async () => {
    const file = path.join(folder, "config.json");
    await writeFile(path.join(folder, "blocker"), "");
    const blocked = createJsonSettingsStore(path.join(folder, "blocker", "config.json"));
    expect(await blocked.update(() => settings)).toMatchObject({
      error: { code: "StateUnreadable", reason: "permission" },
    });
    expect(await createJsonSettingsStore(file).update(() => settings)).toEqual(ok(settings));
  });
});
