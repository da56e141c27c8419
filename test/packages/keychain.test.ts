import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { appWords } from "../../src/words/app.ts";
import { doctorWords } from "../../src/words/commands/doctor.ts";
import { setupWords } from "../../src/words/setup.ts";
import { startKeyring, type Keyring } from "../support/processes/keyring.ts";
import { startOnPty } from "../support/processes/pty.ts";
import {
  artefact,
  artefacts,
  createBareSystem,
  systemBases,
  withServices,
  type BareSystem,
} from "../support/sites/bare-system.ts";
import { answerSetUp } from "../support/sites/set-up.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";
import { sender } from "../support/values/s3-people.ts";

const bases = Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64"));

/** Lets a system reach the bus of this machine's Secret Service. Gives what takes it away. */
const shareBus = async (system: BareSystem, address: string): Promise<() => void> => {
  const socket = /path=([^,]+)/.exec(address)?.[1] ?? "";
  const place = path.join(system.root, socket);
  await writeFile(place, "");
  execFileSync("mount", ["--bind", socket, place]);
  return () => void execFileSync("umount", [place]); // it throws when it fails
};

describe.each(bases)("the package on a %s where a Secret Service answers", (_name, base) => {
  let s3: S3StandIn;
  let keyring: Keyring;
  let system: BareSystem;
  let unshareBus: () => void;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    s3 = await startS3StandIn({ users: [sender(bucket)], buckets: [{ name: bucket, region }] });
    keyring = await startKeyring();
    system = await createBareSystem(withServices(base));
    const address = keyring.environment["DBUS_SESSION_BUS_ADDRESS"] ?? "";
    unshareBus = await shareBus(system, address);
    environment = {
      HOME: "/root",
      TERM: "xterm-256color",
      LC_ALL: "C.UTF-8",
      S3_SFTP_HOME: "/root/of-the-test",
      AWS_EC2_METADATA_DISABLED: "true",
      DBUS_SESSION_BUS_ADDRESS: address,
    };
    const file = await system.bring(await artefact(artefacts.client));
    expect(await system.run(["dpkg", "-i", file])).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    unshareBus();
    await system.remove();
    await keyring.close();
    await s3.close();
  });

  it("keeps the secret there through its own keytar, asks for no passphrase, and doctor says so", async () => {
    const app = startOnPty(system.command(["s3-sftp"], { environment }), {
      environment: { PATH: process.env["PATH"] ?? "" },
    });
    const { accessKeyId, secretAccessKey } = sender(bucket);
    const { endpoint } = s3;
    const keys = { accessKeyId, secretAccessKey, bucket, endpoint, region };
    await answerSetUp(app, { ...keys, log: null, passphrase: null });
    await app.waitForText(setupWords.save(bucket));
    await app.press("enter");
    await app.waitForText(appWords.tab("browser", 0));
    await app.type("q");
    await app.close();

    const doctor = await system.run(["s3-sftp", "doctor"], { environment });
    expect(doctor.stdout).toContain(
      doctorWords.finding("ok", "keychain", doctorWords.keychainWorks("keytar")),
    );
    expect(doctor.stdout).toContain(doctorWords.canListAndUpload);
    const kept = await system.run(["grep", "-rlF", secretAccessKey, "/root", "/tmp"]);
    expect(kept.stdout).toBe("");
  });

  it("uploads with the secret from there", async () => {
    await system.run(["sh", "-c", "echo of the keychain > /root/note.txt"]);
    const ended = await system.run(["s3-sftp", "upload", "/root/note.txt"], { environment });
    expect(ended).toMatchObject({ code: 0 });
    expect(s3.log.some(({ key, status }) => key === "note.txt" && status === 200)).toBe(true);
  });

  it("says in a line that there is none when the bus is not there, and starts", async () => {
    const { DBUS_SESSION_BUS_ADDRESS: _bus, ...without } = environment;
    const doctor = await system.run(["s3-sftp", "doctor", "--json"], {
      environment: { ...without, S3_SFTP_HOME: "/root/another" },
    });
    const lines = doctor.stdout.trim().split("\n");
    const found = lines.filter((line) => line.includes('"keychain"'));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('"note"');
    expect(doctor.stderr).not.toMatch(/dbus|WARNING|CRITICAL/i);
  });
});
