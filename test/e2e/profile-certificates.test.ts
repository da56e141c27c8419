import { mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { closeServer, listenOnLoopback } from "../../src/demo/loopback.ts";
import { startS3StandIn, type S3StandIn } from "../../src/demo/s3-stand-in.ts";
import { exitCodes } from "../../src/domain/exit-codes.ts";
import { defaultPreferences } from "../../src/domain/settings.ts";
import { connectToDaemon } from "../../src/services/adapters/daemon/connect-to-daemon.ts";
import { createJsonSettingsStore } from "../../src/services/adapters/disk/json-settings-store.ts";
import { appPaths } from "../../src/services/adapters/disk/paths.ts";
import { doctorWords } from "../../src/words/commands/doctor.ts";
import { errorWords } from "../../src/words/errors/error-words.ts";
import { componentMissing } from "../support/processes/components.ts";
import { program, runCli } from "../support/processes/run-cli.ts";
import { selfSigned } from "../support/processes/tls.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import { createSenderMachine, type SenderMachine } from "../support/sites/sender-machine.ts";
import { bucket, region } from "../support/sites/stand-in-store.ts";
import { assumed, roleAnswer } from "../support/values/assumed-role.ts";
import { sender } from "../support/values/s3-people.ts";
import { valueOf } from "../support/values/value-of.ts";

const person = sender(bucket);
describe.runIf(!componentMissing("openssl"))("ca_bundle of an AWS profile", () => {
  let machine: SenderMachine;
  let s3: S3StandIn;
  let sts: Server;
  let stsPort: number;
  let bundle: string;

  beforeEach(async () => {
    const tls = selfSigned();
    machine = await createSenderMachine();
    const buckets = [{ name: bucket, region }];
    s3 = await startS3StandIn({ users: [person, assumed], buckets, tls });
    sts = createServer(tls, (_, response) => {
      response.writeHead(200, { "content-type": "text/xml" }).end(roleAnswer);
    });
    stsPort = await listenOnLoopback(sts, 0);
    bundle = path.join(machine.root, "clinic-ca.pem");
    await writeFile(bundle, tls.cert);
    await machine.write("report.csv", "a;b;c\n");
  });
  afterEach(async () => {
    await machine.remove();
    await closeServer(sts);
    await s3.close();
  });

  const keys = `aws_access_key_id = ${person.accessKeyId}\naws_secret_access_key = ${person.secretAccessKey}\n`;
  const writeProfiles = async (clinic: string, file = bundle) => {
    await mkdir(path.join(machine.root, ".aws"), { recursive: true });
    await writeFile(path.join(machine.root, ".aws", "credentials"), `[base]\n${keys}`);
    const more = `region = ${region}\nendpoint_url = ${s3.endpoint}\nca_bundle = ${file}\n`;
    await writeFile(
      path.join(machine.root, ".aws", "config"),
      `[profile clinic]\n${clinic}${more}[profile other]\n${keys}region = ${region}\nendpoint_url = ${s3.endpoint}\n`,
    );
  };
  const upload = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    runCli(["upload", "--bucket", bucket, ...args, "report.csv"], {
      environment: { ...machine.environment, ...environment },
      folder: machine.files,
    });
  const stored = () => s3.objects(bucket).map(({ key }) => key);

  const store = async () => {
    const { stateFolder, configFile } = appPaths(machine.environment);
    await mkdir(stateFolder, { recursive: true, mode: 0o700 });
    const connection = { name: "clinic", accessKeyId: null, profile: "clinic" };
    const destinations = [{ bucket, prefix: "" }];
    valueOf(
      await createJsonSettingsStore(configFile).update(() => ({
        connections: [{ ...connection, region, endpoint: s3.endpoint, destinations }],
        logUrl: null,
        preferences: defaultPreferences,
      })),
    );
    return stateFolder;
  };

  it.each([
    ["--profile", ["--profile", "clinic"], {}],
    ["AWS_PROFILE", [], { AWS_PROFILE: "clinic" }],
  ])("is trusted by upload with %s", async (_, args, environment) => {
    await writeProfiles(keys);
    const { code, stderr } = await upload(args, environment);
    expect([code, stderr]).toEqual([exitCodes.done, expect.not.stringContaining("code:")]);
    expect(stored()).toEqual(["report.csv"]);
  });

  it("is trusted for STS as well", async () => {
    await writeProfiles("source_profile = base\nrole_arn = arn:aws:iam::123456789012:role/send\n");
    const { code, stderr } = await upload(["--profile", "clinic"], {
      AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${stsPort}`,
    });
    expect([code, stderr]).toEqual([exitCodes.done, expect.not.stringContaining("code:")]);
    expect(stored()).toEqual(["report.csv"]);
  });

  it("is not trusted with another profile", async () => {
    await writeProfiles(keys);
    expect((await upload(["--profile", "other"])).code).toBe(exitCodes.network);
    expect(stored()).toEqual([]);
  });

  it("that cannot be read is named with its profile; AWS_CA_BUNDLE goes before it", async () => {
    const missing = path.join(machine.root, "missing.pem");
    await writeProfiles(keys, missing);
    const { code, stderr } = await upload(["--profile", "clinic"]);
    const { happened } = errorWords({
      code: "CertificatesUnreadable",
      variable: "ca_bundle",
      profile: "clinic",
      path: missing,
      detail: "ENOENT",
    });
    expect(code).toBe(exitCodes.notSetUp);
    expect(stderr).toContain(happened);
    expect(stderr).toContain(missing);
    expect(stderr).not.toContain("AWS_CA_BUNDLE");
    expect((await upload(["--profile", "clinic"], { AWS_CA_BUNDLE: bundle })).code).toBe(0);
  });

  describe("of a stored connection", () => {
    it("is trusted by doctor, and named", async () => {
      await writeProfiles(keys);
      await store();
      const { code, stdout } = await runCli(["doctor"], { environment: machine.environment });
      expect(code).toBe(exitCodes.done);
      expect(stdout).toContain(doctorWords.network.profileBundle(bundle, "clinic"));
      const missing = path.join(machine.root, "missing.pem");
      await writeProfiles(keys, missing);
      const unreadable = await runCli(["doctor"], { environment: machine.environment });
      expect(unreadable.code).toBe(exitCodes.notSetUp);
      expect(unreadable.stdout).toContain(missing);
      expect(unreadable.stdout).not.toContain(doctorWords.network.profileBundle(missing, "clinic"));
    });

    it("is trusted by the background uploader", async () => {
      await writeProfiles(keys);
      const stateFolder = await store();
      const queue = valueOf(
        await connectToDaemon({
          stateFolder,
          version: manifest.version,
          daemonProgram: path.join(path.dirname(program), "worker.js"),
          environment: machine.environment,
        }),
      );
      const target = { connection: "clinic", bucket, key: "report.csv" };
      const file = path.join(machine.files, "report.csv");
      valueOf(await queue.add([{ path: file, target, conflict: "skip", options: {} }]));
      await waitUntil("it is delivered, or will never be", async () => {
        const { rows, trouble } = await queue.snapshot({ from: 0, count: 1 });
        return (
          trouble !== null || rows.some(({ state }) => state !== "waiting" && state !== "uploading")
        );
      });
      queue.close();
      expect(stored()).toEqual(["report.csv"]);
    });
  });
});
