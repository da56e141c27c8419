import { describe, expect, it } from "vitest";
import { ok } from "../../../src/domain/result.ts";
import {
  emptySettings,
  logTokenAccount,
  logTokenAccountOf,
  secretAccount,
} from "../../../src/domain/settings.ts";
import { removeSaved } from "../../../src/services/connection/remove-saved.ts";
import { saveConnection } from "../../../src/services/connection/save-connection.ts";
import { draft, openConnections } from "../../support/fakes/connection-fixture.ts";

const setUp = async () => {
  const opened = openConnections();
  await saveConnection(opened.deps, draft);
  await saveConnection(opened.deps, { ...draft, bucket: "other", prefix: "" });
  await saveConnection(opened.deps, { ...draft, name: "South" });
  return opened.deps;
};
const names = (result: Awaited<ReturnType<typeof removeSaved>>) =>
  result.ok ? result.value.connections.map(({ name }) => name) : result.error;

describe("removing", () => {
  it("a secret keeps its connection", async () => {
    const deps = await setUp();
    expect(names(await removeSaved(deps, { what: "secret", connection: draft.name }))).toEqual([
      "Clinic North",
      "South",
    ]);
    expect(await deps.secrets.read(secretAccount(draft.name))).toEqual(ok(null));
    expect(await deps.secrets.read(secretAccount("South"))).toEqual(ok(draft.secretAccessKey));
  });

  it("a destination keeps the others; the last one takes its connection along", async () => {
    const deps = await setUp();
    const gone = {
      what: "destination",
      connection: draft.name,
      bucket: "other",
      prefix: "",
    } as const;
    const left = await removeSaved(deps, gone);
    expect(left.ok && left.value.connections[0]?.destinations).toHaveLength(1);
    const last = { ...gone, bucket: "acme-inbox", prefix: "november/" };
    expect(names(await removeSaved(deps, last))).toEqual(["South"]);
    expect(await deps.secrets.read(secretAccount(draft.name))).toEqual(ok(null));
  });

  it("a connection takes its secret along", async () => {
    const deps = await setUp();
    expect(names(await removeSaved(deps, { what: "connection", connection: "South" }))).toEqual([
      "Clinic North",
    ]);
    expect(await deps.secrets.read(secretAccount("South"))).toEqual(ok(null));
  });

  it("the log token takes the log server of its connection along, and no other", async () => {
    const deps = await setUp();
    const left = await removeSaved(deps, { what: "logToken", connection: draft.name });
    expect(left.ok && left.value.connections.map(({ name, log }) => [name, log?.url])).toEqual([
      [draft.name, undefined],
      ["South", "https://logs.example.org"],
    ]);
    expect(await deps.secrets.read(logTokenAccountOf(draft.name))).toEqual(ok(null));
    expect(await deps.secrets.read(logTokenAccountOf("South"))).toEqual(ok(draft.logToken));
  });

  it("the last log server takes the one token of older releases along", async () => {
    const deps = await setUp();
    await deps.secrets.write(logTokenAccount, "old");
    await removeSaved(deps, { what: "logToken", connection: draft.name });
    expect(await deps.secrets.read(logTokenAccount)).toEqual(ok("old"));
    await removeSaved(deps, { what: "connection", connection: "South" });
    expect(await deps.secrets.read(logTokenAccount)).toEqual(ok(null));
  });

  it("everything leaves a fresh machine", async () => {
    const deps = await setUp();
    expect(await removeSaved(deps, { what: "everything" })).toEqual(ok(emptySettings));
    expect(await deps.settings.load()).toEqual(ok(emptySettings));
    for (const account of [
      secretAccount(draft.name),
      secretAccount("South"),
      logTokenAccountOf("South"),
    ]) {
      expect(await deps.secrets.read(account)).toEqual(ok(null));
    }
  });
});
