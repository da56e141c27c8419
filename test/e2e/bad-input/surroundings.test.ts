import { describe, expect, it } from "vitest";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { waitUntil } from "../../support/processes/wait-until.ts";
import { runCli, startCli, type CliOptions } from "../../support/processes/run-cli.ts";
import { sender } from "../../support/values/s3-people.ts";
import { standInSiteForEach } from "../../support/sites/stand-in-site.ts";
import { bucket, region } from "../../support/sites/stand-in-store.ts";

const site = standInSiteForEach();

const run = (args: readonly string[], options: CliOptions = {}) => {
  const environment = site.machine.withKeys({ region, endpoint: site.s3.endpoint }, sender(bucket));
  const { environment: more, ...others } = options;
  return runCli(args, {
    environment: { ...environment, ...more },
    folder: site.machine.files,
    ...others,
  });
};

/** Through a shell that does with the program, `"$@"`, what the script says, and tells its exit code on stderr. */
const shell = (script: string) => ({ through: ["sh", "-c", script, "sh"] });

const upload = ["upload", "--bucket", bucket, "--prefix", "in", "--json"];

const writeMany = async (count: number): Promise<readonly string[]> => {
  const names = Array.from({ length: count }, (_, index) => `${index}.txt`);
  for (const name of names) await site.machine.write(name, name);
  return names;
};

describe("results that nobody takes", () => {
  it("let the upload go on when their reader leaves: what it ends with counts", async () => {
    const names = await writeMany(60);
    const leaves = shell('("$@"; echo "code $?" >&2) | head -n 1');
    const { stderr, stdout } = await run([...upload, ...names], leaves);
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).toBe("code 0\n");
    expect(site.s3.objects(bucket)).toHaveLength(60);
  });

  it("let the upload go on when their disk is full, and are said to be lost", async () => {
    const names = await writeMany(60);
    const full = shell('"$@" >/dev/full; echo "code $?" >&2');
    const { stderr } = await run([...upload, ...names], full);
    expect(stderr).toBe("s3-sftp: the results could not be written (ENOSPC)\ncode 1\n");
    expect(site.s3.objects(bucket)).toHaveLength(60);
  });

  it("are said to be lost also when they are all there is", async () => {
    const { stderr } = await run(["--help"], shell('"$@" >/dev/full; echo "code $?" >&2'));
    expect(stderr).toBe("s3-sftp: the results could not be written (ENOSPC)\ncode 1\n");
  });

  it("end a command that only reads, without a word, when their reader leaves", async () => {
    const leaves = shell('("$@"; echo "code $?" >&2) | true');
    expect((await run(["--help"], leaves)).stderr).toBe("code 0\n");
  });
});

describe("standard input", () => {
  it("that is closed is refused with the next step, and leaves no object", async () => {
    const closed = await run([...upload, "--key", "k", "-"], shell('"$@" <&-'));
    expect(closed.code).toBe(2);
    expect(closed.stderr).toContain("</dev/null");
    const list = await run([...upload, "--files-from", "-"], shell('"$@" <&-'));
    expect(list.code).toBe(2);
    expect(site.s3.objects(bucket)).toEqual([]);
  });

  it.each(["</dev/null", "| cat /dev/null |"])("that is empty is a wish: %s", async (from) => {
    const script = from.startsWith("<") ? `"$@" ${from}` : 'true | "$@"';
    expect((await run([...upload, "--key", "k", "-"], shell(script))).code).toBe(0);
    expect(site.s3.objects(bucket)).toHaveLength(1);
  });

  it.each([
    ["a folder", "/tmp", "NotAFile"],
    ["what the system cannot read", "/proc/self/mem", "FileUnreadable"],
  ])("that is %s is refused, and leaves no object", async (_, file, code) => {
    const from = shell(`"$@" <${file}`);
    const result = await run([...upload, "--key", "k", "-"], from);
    expect(result.code).toBe(1);
    expect(result.events).toContainEqual(
      expect.objectContaining({
        event: "transfer",
        state: "failed",
        error: expect.objectContaining({ code }),
      }),
    );
    expect(site.s3.objects(bucket)).toEqual([]);
  });
});

describe("a signal that opens Node's debugger", () => {
  it("opens none: every user of the machine could run code by it", async () => {
    await writeMany(1);
    const debug = path.join(site.machine.root, "debug.jsonl");
    site.s3.inject({ does: { kind: "stall", afterBytes: 1 }, times: 1 });
    const environment = site.machine.withKeys(
      { region, endpoint: site.s3.endpoint },
      sender(bucket),
    );
    const running = startCli([...upload, "0.txt"], {
      environment: { ...environment, S3_SFTP_DEBUG: debug },
      folder: site.machine.files,
    });
    await waitUntil("it is at work", () => existsSync(debug));
    running.child.kill("SIGUSR1");
    await waitUntil("it has gone on", () => running.child.kill(0));
    // By then it listens to the signals that end it.
    await waitUntil("a request", () => site.s3.log.length > 0);
    running.child.kill("SIGTERM");
    const { code, stderr } = await running.ended;
    expect(stderr).not.toContain("Debugger");
    expect(code).toBe(130);
  });
});

describe("an endpoint in the environment", () => {
  it("that is empty is none", async () => {
    await writeMany(1);
    const given = { AWS_ENDPOINT_URL_S3: "", AWS_ENDPOINT_URL: site.s3.endpoint };
    expect((await run([...upload, "0.txt"], { environment: given })).code).toBe(0);
    expect(site.s3.objects(bucket)).toHaveLength(1);
  });

  it("that is no address is named, and ends with 2", async () => {
    await writeMany(1);
    const given = { AWS_ENDPOINT_URL: "ftp://store" };
    const { code, stderr } = await run([...upload, "0.txt"], { environment: given });
    expect(stderr).toContain("must start with https:// or http://");
    expect(code).toBe(2);
  });
});

describe("a HOME that names no folder", () => {
  it.each(["", "relative"])("%j: nothing is left in the current folder", async (HOME) => {
    const { code } = await run(["status"], { environment: { HOME, XDG_CACHE_HOME: HOME } });
    expect(code).toBe(0);
    expect(await readdir(site.machine.files)).toEqual([]);
  });

  it.each(["", "relative"])(
    "%j: nobody's keys are taken from below the current folder",
    async (HOME) => {
      await writeMany(1);
      const { accessKeyId, secretAccessKey } = sender(bucket);
      const keys = `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
      await site.machine.write(path.join(HOME, ".aws", "credentials"), keys);
      const none = {
        AWS_ACCESS_KEY_ID: "",
        AWS_SECRET_ACCESS_KEY: "",
        AWS_EC2_METADATA_DISABLED: "true",
      };
      const { code } = await run([...upload, "0.txt"], { environment: { ...none, HOME } });
      expect(code).toBe(3);
      expect(site.s3.objects(bucket)).toEqual([]);
    },
  );
});

describe("a user without HOME and without an account", () => {
  it.runIf(process.getuid?.() === 0)("is told in a sentence what to set", async () => {
    for (const args of [["--version"], ["doctor"], ["upload", "a.txt"], []]) {
      const ended = await runCli(args, { uid: 12_345 });
      expect(ended).toMatchObject({ code: 3, stdout: "" });
      expect(ended.stderr).toBe(
        "s3-sftp needs a home folder. HOME is not set, and this user has no account. Set HOME to a folder.\n",
      );
    }
  });
});
