import { describe, expect, it } from "vitest";
import type { Conflict } from "../../../src/domain/delivery-plan.ts";
import { packEntries } from "../../../src/domain/packed-folder.ts";
import { fail, ok } from "../../../src/domain/result.ts";
import { emptySettings, type Settings } from "../../../src/domain/settings.ts";
import type { FolderEntry } from "../../../src/domain/folder-entry.ts";
import { runPlainTextApp } from "../../../src/tui/plain-text/plain-text-app.ts";
import type { AppServices } from "../../../src/tui/services.ts";
import { accessibleWords } from "../../../src/words/plain-text.ts";
import { appWords } from "../../../src/words/app.ts";
import { errorWords } from "../../../src/words/errors/error-words.ts";
import { unfinishedWords } from "../../../src/words/history.ts";
import { resetSentences } from "../../../src/words/reset.ts";
import { reviewWords } from "../../../src/words/review.ts";
import { setupWords } from "../../../src/words/setup.ts";
import { unlockWords } from "../../../src/words/unlock.ts";
import { acmeSettings, createFakeServices } from "../../support/fakes/fake-services.ts";
import { MemoryUploadQueue, requestFor } from "../../support/fakes/memory-upload-queue.ts";
import { createScriptedTerminal } from "../../support/fakes/scripted-terminal.ts";
import { someTransfer } from "../../support/values/transfers.ts";

const secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLKx9a";
const quit = "8";

interface Given {
  readonly settings?: Settings;
  readonly changes?: Partial<AppServices>;
  readonly startAt?: "files" | "setup";
}

const run = async (script: readonly string[], given: Given = {}) => {
  const { settings = acmeSettings, changes = {}, startAt = "files" } = given;
  const terminal = createScriptedTerminal(script);
  const services = createFakeServices(settings, changes);
  const { signal } = new AbortController();
  const code = await runPlainTextApp({ terminal, services, startAt, signal });
  return { code, heard: terminal.heard(), unused: terminal.unused(), services };
};

const entry = (name: string, kind: FolderEntry["kind"]): FolderEntry => ({
  name,
  kind,
  isUtf8: true,
  isLink: false,
  sizeBytes: 0,
  mtimeMs: 0,
  hasDetails: false,
});
const fingerprint = { sizeBytes: 2048, mtimeMs: 0, inode: 1, device: 1 };

const withFolder = (conflicts: readonly Conflict[] = []) => {
  const queue = new MemoryUploadQueue();
  queue.letThrough();
  const changes: Partial<AppServices> = {
    queue,
    listFolder: async function* () {
      yield ok(
        packEntries([entry("b.csv", "file"), entry("scans", "folder"), entry(".hidden", "file")]),
      );
    },
    folderDetails: async (_, names) =>
      names.map((name) => ({ ...entry(name, "file"), sizeBytes: 2048, hasDetails: true })),
    planDelivery: async (selected) =>
      ok({
        files: selected.flatMap((path) =>
          typeof path === "string" ? [{ path, key: `november${path}`, fingerprint }] : [],
        ),
        skipped: [
          { path: "/x/socket", error: { code: "NotAFile", path: "/x/socket", is: "socket" } },
        ],
        totalBytes: 2048 * selected.length,
      }),
    findConflicts: async () => ok(conflicts),
  };
  return { queue, changes };
};

/** As the disk tells of names that are not there. */
const onlyTherePdf = async (_folder: string, names: readonly string[]) =>
  names.map((name) => entry(name, name === "there.pdf" ? "file" : "other"));
const oneUnfinished = async () => ok([someTransfer()]);

describe("the app line by line", () => {
  it("sets up a connection with the same questions and checks, and never says the secret", async () => {
    const { code, heard, services, unused } = await run(
      ["AKIA7EXAMPLE00003F7Q", secret, "acme-inbox/november", "", "", "1", quit],
      { settings: emptySettings },
    );
    expect(code).toBe(0);
    expect(unused).toEqual([]);
    expect(heard).toContain(
      accessibleWords.answer(setupWords.title("accessKeyId"), setupWords.group("key")),
    );
    expect(heard).toContain(accessibleWords.regionNow("eu-west-1", "Dublin, Ireland"));
    expect(heard).toContain(setupWords.mayWrite);
    expect(heard).not.toContain(secret.slice(0, 8));
    expect(services.settings().connections[0]).toMatchObject({ name: "acme-inbox" });
  });

  it("takes a pasted block at once, whatever is asked, and no line of it for another answer", async () => {
    const block = `export AWS_ACCESS_KEY_ID=AKIA7EXAMPLE00003F7Q\nexport AWS_SECRET_ACCESS_KEY=${secret}\n`;
    const { heard, services, unused } = await run(
      [block, "export AWS_REGION=eu-west-1", "acme-inbox/november", "", "1", quit],
      { settings: emptySettings },
    );
    expect(unused).toEqual([]);
    expect(heard).not.toContain(secret.slice(0, 8));
    expect(heard).toContain(
      accessibleWords.pastedKeys(setupWords.pastedFields({ region: "eu-west-1" })),
    );
    expect(services.settings().connections[0]).toMatchObject({
      region: "eu-west-1",
      destinations: [{ bucket: "acme-inbox", prefix: "november/" }],
    });
  });

  it("keeps the endpoint of a pasted block, and asks neither for it nor for its region", async () => {
    const block = `AWS_ACCESS_KEY_ID=AKIA7EXAMPLE00003F7Q\nAWS_SECRET_ACCESS_KEY=${secret}\nAWS_ENDPOINT_URL=https://s.example\nAWS_REGION=eu-north-1\n`;
    const { services, unused } = await run([block, "acme-inbox", "", "1", quit], {
      settings: emptySettings,
    });
    expect(unused).toEqual([]);
    expect(services.settings().connections[0]).toMatchObject({
      endpoint: "https://s.example",
      region: "eu-north-1",
    });
  });

  it("uses an AWS profile by its name, and asks for nothing to keep", async () => {
    const { heard, services } = await run(["clinic", "acme-inbox", "", "", "1", quit], {
      settings: emptySettings,
      changes: {
        awsProfiles: async () => [
          { name: "clinic", from: "sso", region: "eu-west-1", endpoint: null },
        ],
        passphraseNeed: async () => "create",
      },
    });
    expect(heard).toContain("clinic (SSO)");
    expect(heard).not.toContain(setupWords.title("secret"));
    expect(heard).not.toContain(setupWords.title("passphrase"));
    expect(services.calls.find(({ name }) => name === "saveConnection")?.given[0]).toMatchObject({
      accessKeyId: null,
      profile: "clinic",
    });
  });

  it("goes back with <, and keeps what was answered", async () => {
    const { heard } = await run(["AKIA7EXAMPLE00003F7Q", "<", "", "<", "<"], {
      settings: emptySettings,
    });
    expect(heard).toContain(accessibleWords.kept("AKIA7EXAMPLE00003F7Q"));
  });

  it("never says a secret that was typed in the wrong place", async () => {
    const { heard } = await run([`s3://AKIA7EXAMPLE00003F7Q:${secret}@acme-inbox`, "<", "<"], {
      settings: emptySettings,
    });
    expect(heard).toContain(setupWords.title("accessKeyId"));
    expect(heard).not.toContain(secret.slice(0, 8));
  });

  it("chooses no path that is not there, and says so", async () => {
    const { changes } = withFolder();
    const { heard } = await run(["1", "/data/gone.pdf", "/data/there.pdf", "", "2", quit], {
      changes: { ...changes, folderDetails: onlyTherePdf },
    });
    expect(heard).not.toContain(accessibleWords.selected("gone.pdf", 1));
    expect(heard).toContain(accessibleWords.notUnderstood);
    expect(heard).toContain(accessibleWords.selected("there.pdf", 1));
  });

  it("does not speak of the time when nothing is left to send", async () => {
    const { changes } = withFolder();
    const { heard } = await run(["1", "1", "", quit], {
      changes: {
        ...changes,
        planDelivery: async () => ok({ files: [], skipped: [], totalBytes: 0 }),
      },
    });
    expect(heard).toContain(accessibleWords.nothingToSend);
    expect(heard).not.toContain("time estimate");
  });

  it("asks for the passphrase where a delivery needs it, and names the key that puts it off: there is no Esc", async () => {
    const { changes } = withFolder();
    const locked = { code: "SecretStoreUnavailable", why: "no passphrase" } as const;
    const { heard } = await run(["1", "1", "", "", "3", quit], {
      changes: { ...changes, hasSecret: async () => fail(locked) },
    });
    const [before = "", after] = heard.split(unlockWords.why("Enter"));
    expect(before).toContain(accessibleWords.menu);
    expect(after).toContain(accessibleWords.sendNow);
    expect(heard).not.toContain("Esc");
  });

  it("leaves with the code of a missing set-up when it is cancelled", async () => {
    expect((await run(["<"], { settings: emptySettings })).code).toBe(3);
    expect((await run([], { settings: emptySettings })).code).toBe(3);
  });

  it("offers the likeliest remedy first when the check fails", async () => {
    const { heard } = await run(
      ["AKIA7EXAMPLE00003F7Q", secret, "acme-inbox", "Ohio", "2", "", "1", "1"],
      {
        settings: emptySettings,
        changes: {
          verifyConnection: async ({ region }) =>
            region === "eu-west-1"
              ? ok({ write: "granted" })
              : fail({ code: "WrongRegion", said: region, is: "eu-west-1" }),
        },
      },
    );
    expect(heard).toContain("1. us-east-2, Ohio, United States");
    expect(heard).toContain(`1. ${setupWords.useRegion("eu-west-1")}`);
    expect(heard).toContain(`1. ${setupWords.save("acme-inbox")}`);
  });

  it("asks again until a number of the list comes", async () => {
    const { heard } = await run(["9", "x", quit]);
    expect(heard.split(accessibleWords.noSuchNumber(8))).toHaveLength(3);
    expect(heard).toContain(accessibleWords.leaving(0, false));
  });

  it("sends what was selected by number, and tells how each file ended", async () => {
    const { queue, changes } = withFolder();
    const { heard, unused } = await run(["1", "2", "1", "1", "", "1", quit], { changes });
    expect(unused).toEqual([]);
    expect(heard).toContain("1. folder scans\n2. b.csv, 2.0 KiB");
    expect(heard).not.toContain(".hidden");
    expect(heard).toContain(accessibleWords.selected("b.csv", 1));
    expect(heard).toContain(accessibleWords.notSelected("scans"));
    expect(heard).toContain(
      accessibleWords.cannotSend(
        "/x/socket",
        errorWords({ code: "NotAFile", path: "/x/socket", is: "socket" }).happened,
      ),
    );
    expect(heard).toContain("b.csv: delivered");
    queue.stop();
  });

  it("asks once about taken names, and keeps what is there by default", async () => {
    const path = "/home/me/exports/b.csv";
    const side = { sizeBytes: 2048, modifiedAtMs: 0 };
    const { queue, changes } = withFolder([{ path, key: "b.csv", ours: side, theirs: side }]);
    const { heard } = await run(["1", "2", "", "1", quit], { changes });
    expect(heard).toContain(accessibleWords.conflict("b.csv"));
    expect(heard).toContain(`1. ${reviewWords.answer.skip}`);
    expect(heard).toContain(accessibleWords.nothingToSend);
    queue.stop();
  });

  it("forgets after it said what goes and what stays", async () => {
    const { code, heard, services } = await run(["7", "4", "2"]);
    const { goes, stays } = resetSentences({ what: "everything" });
    expect(heard).toContain(`${goes}\n${stays}\n`);
    expect(services.calls.map(({ name }) => name)).toEqual(["removeSaved"]);
    expect(code).toBe(3);
  });

  it("asks about uploads of an earlier run", async () => {
    const { queue } = withFolder();
    await queue.add([requestFor("/a/report.pdf")]);
    const { heard } = await run(["2", quit], { changes: { queue, unfinished: oneUnfinished } });
    expect(heard).toContain(`${unfinishedWords.title(1)}\n1. ${unfinishedWords.choices.continue}`);
    queue.stop();
  });

  it("says which file cannot be read, and goes on beside it when told to", async () => {
    const error = { code: "StateUnreadable", file: "/h/config.json", reason: "newer" } as const;
    const changes = { loadSettings: async () => fail(error) };
    expect((await run(["2"], { changes })).code).toBe(3);
    const { heard } = await run(["1", "<"], { changes });
    expect(heard).toContain("Where: /h/config.json");
    expect(heard).toContain(appWords.keptAt("/h/config.json.kept"));
  });

  it("moves nothing on the screen", async () => {
    const { heard } = await run(["2", "3", "4", "1", quit]);
    expect(heard).not.toContain("\u001b");
    expect(heard).not.toContain("\r");
  });
});
