import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { readDaemonRecord } from "../../src/services/adapters/daemon/daemon-record.ts";
import { appWords } from "../../src/words/app.ts";
import { setupWords } from "../../src/words/setup.ts";
import { isAlive } from "../support/processes/end-daemon.ts";
import { startOnPty } from "../support/processes/pty.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import {
  artefact,
  artefacts,
  createBareSystem,
  systemBases,
  type BareSystem,
} from "../support/sites/bare-system.ts";
import { rebuild, repackWith } from "../support/sites/repack.ts";
import { sendInApp } from "../support/sites/send-in-app.ts";
import { answerSetUp } from "../support/sites/set-up.ts";
import { bucket, mebibyte, region } from "../support/sites/stand-in-store.ts";
import { passphrase } from "../support/sites/stored-connection.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";
import { sender } from "../support/values/s3-people.ts";

const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));
const environment = {
  HOME: "/root",
  TERM: "xterm-256color",
  LC_ALL: "C.UTF-8",
  S3_SFTP_HOME: "/root/of-the-test",
  S3_SFTP_SECRETS: "file",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** One way to install, and to install a later release over it. */
interface Installer {
  readonly what: string;
  install(system: BareSystem): Promise<void>;
  upgrade(system: BareSystem): Promise<void>;
}

const runWell = async (system: BareSystem, words: readonly string[]): Promise<void> => {
  expect(await system.run(words)).toMatchObject({ code: 0 });
};

const unpack = async (system: BareSystem, folder: string): Promise<string> => {
  const file = await system.bring(await artefact(artefacts.tarball));
  await system.run(["mkdir", folder]);
  await runWell(system, ["tar", "xzf", file, "-C", folder]);
  const [name = ""] = await readdir(path.join(system.root, folder));
  return `${folder}/${name}`;
};

const installers: readonly Installer[] = [
  {
    what: "the Debian package",
    install: async (system) => {
      const file = await system.bring(await artefact(artefacts.client));
      await runWell(system, ["dpkg", "-i", file]);
    },
    upgrade: async (system) => {
      const newer = await repackWith(await artefact(artefacts.client), "99.0.0");
      const file = await system.bring(newer.file);
      await newer.remove();
      await runWell(system, ["dpkg", "-i", file]);
    },
  },
  {
    what: "install.sh",
    install: async (system) => {
      const folder = await unpack(system, "/opt/old");
      await runWell(system, [`${folder}/install.sh`, "--prefix", "/usr/local"]);
    },
    upgrade: async (system) => {
      const folder = await unpack(system, "/opt/new");
      await rebuild(path.join(system.root, folder, "lib/s3-sftp/dist"));
      await runWell(system, [`${folder}/install.sh`, "--prefix", "/usr/local"]);
    },
  },
];

const cases = bases.flatMap(([name, base]) =>
  installers.map((installer) => ({ name, base, ...installer })),
);

describe.each(cases)("an upgrade by $what on $name while the background uploader sends", (site) => {
  let system: BareSystem;
  let s3: S3StandIn;
  beforeAll(async () => {
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    system = await createBareSystem(site.base);
    await site.install(system);
  });
  afterAll(async () => {
    await system.remove();
    await s3.close();
  });

  const openApp = (more: Readonly<Record<string, string>> = {}) => {
    const words = ["s3-sftp", "--start", "/root/files"];
    return startOnPty(system.command(words, { environment: { ...environment, ...more } }), {
      environment: { PATH: process.env["PATH"] ?? "" },
    });
  };
  /** Null while one hands over to the next. */
  const daemonPid = async (): Promise<number | null> => {
    const state = path.join(system.root, environment.S3_SFTP_HOME, "state");
    return (await readDaemonRecord(state))?.pid ?? null;
  };
  const partsOf = (key: string) =>
    s3.log.filter(
      (entry) => entry.operation === "UploadPart" && entry.key === key && entry.status === 200,
    );

  it("goes on sending from the old one, and hands over to the new one; no part is lost", async () => {
    const content = someBytes(60, 3);
    await system.run(["mkdir", "/root/files"]);
    await writeFile(path.join(system.root, "root/files/large.bin"), content);
    s3.reshape({ connectionBytesPerSecond: mebibyte });
    const app = openApp();
    const { accessKeyId, secretAccessKey } = sender(bucket);
    const { endpoint } = s3;
    const log = null;
    const answers = { accessKeyId, secretAccessKey, bucket, endpoint, region, log, passphrase };
    await answerSetUp(app, answers);
    await app.waitForText(setupWords.save(bucket));
    await app.press("enter");
    await app.waitForText(appWords.tab("browser", 0));
    await app.waitForText("large.bin");
    await sendInApp(app, { select: "marked", selected: "1 file" });
    await waitUntil("parts are there", () => partsOf("large.bin").length >= 2, 60_000);
    // Slow enough that it lasts longer than the installation.
    s3.reshape({ connectionBytesPerSecond: mebibyte / 64 });
    const oldPid = (await daemonPid()) ?? 0;
    app.signal("SIGHUP");
    await app.close();

    await site.upgrade(system);
    // Its files are gone, and it goes on.
    const before = partsOf("large.bin").length;
    expect(before).toBeLessThan(12);
    s3.reshape({ connectionBytesPerSecond: mebibyte });
    await waitUntil("the old one sends on", () => partsOf("large.bin").length > before, 60_000);
    expect(isAlive(oldPid)).toBe(true);

    const acknowledged = partsOf("large.bin").map(({ partNumber }) => partNumber);
    const young = openApp({ S3_SFTP_PASSPHRASE: passphrase });
    await waitUntil(
      "the new one has taken over",
      async () => ![null, oldPid].includes(await daemonPid()),
      60_000,
    );
    s3.reshape({ connectionBytesPerSecond: 40 * mebibyte });
    await young.waitForText(appWords.tab("browser", 0));
    const isThere = () =>
      s3.log.some(
        ({ operation, status }) => operation === "CompleteMultipartUpload" && status === 200,
      );
    await waitUntil("the object is complete", isThere, 90_000);
    await waitUntil("the old one has ended", () => !isAlive(oldPid));
    const history = async () => system.run(["s3-sftp", "history", "--json"], { environment });
    const isReceived = async () => (await history()).stdout.includes(sha256Of(content));
    await waitUntil("there is a receipt", isReceived);
    // What was under way when the old one let go may be sent again; what had arrived before, never.
    const numbers = partsOf("large.bin").map(({ partNumber }) => partNumber);
    const sentAgain = acknowledged.filter(
      (number) => numbers.filter((each) => each === number).length > 1,
    );
    expect(sentAgain).toEqual([]);
    expect(new Set(numbers).size).toBe(12);
    await young.type("q");
    await young.close();
    process.kill((await daemonPid()) ?? 0);
  });
});
