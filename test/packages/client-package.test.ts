import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { setupWords } from "../../src/words/setup.ts";
import { startCeph, type Ceph } from "../support/processes/ceph.ts";
import { startTmux } from "../support/processes/tmux.ts";
import { waitUntil } from "../support/processes/wait-until.ts";
import {
  artefact,
  artefacts,
  createBareSystem,
  systemBases,
  type BareSystem,
  type InSystem,
} from "../support/sites/bare-system.ts";
import { installTarball } from "../support/sites/own-tarball.ts";
import { sha256Of, someBytes } from "../support/values/bytes.ts";

const home = { HOME: "/root" };

describe.each(Object.entries(systemBases).filter(([name]) => !name.endsWith("arm64")))(
  "the client's package on a bare %s",
  (_name, base) => {
    let system: BareSystem;
    beforeAll(async () => {
      system = await createBareSystem(base);
      for (const absent of ["node", "npm", "curl", "gcc"]) {
        expect((await system.run(["sh", "-c", `command -v ${absent}`])).code).not.toBe(0);
      }
      expect((await system.run(["cat", "/proc/net/route"])).stdout.trim().split("\n")).toHaveLength(
        1,
      );
      const file = await system.bring(await artefact(artefacts.client));
      const careful = ["sh", "-c", `umask 077; dpkg -i ${file}`];
      expect(await system.run(careful)).toMatchObject({ code: 0 });
    });
    afterAll(async () => system.remove());

    it("says version, build and commit, and how it was installed", async () => {
      const { code, stdout, stderr } = await system.run(["s3-sftp", "--version"], {
        environment: home,
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/^[^ ]+ \(build [0-9a-f]{16}, commit [0-9a-f]{12}(-dirty)?\)\n$/);
      expect(stdout).toContain(manifest.version);
      const doctor = await system.run(["s3-sftp", "doctor", "--json"], { environment: home });
      const [line = ""] = doctor.stdout.split("\n");
      expect(JSON.parse(line)).toMatchObject({
        program: { installed: { as: "deb", folder: "/usr/lib/s3-sftp" } },
      });
    });

    it("does the whole job of the demo without a terminal, and compares every file", async () => {
      const { code, stdout } = await system.run(["s3-sftp", "demo"], { environment: home });
      expect(code).toBe(0);
      expect(stdout.match(/^match {2}sha256 [0-9a-f]{64} {2}/gm)).toHaveLength(8);
    });

    it.each([
      ["no locale, no HOME", {}],
      ["a locale that is not there", { LC_ALL: "xx_YY.UTF-8", HOME: "/root" }],
      ["no home folder", { HOME: "/nonexistent/home" }],
      ["options of Node for others", { HOME: "/root", NODE_OPTIONS: "--inspect --no-such-option" }],
    ])("starts with %s", async (_what, environment) => {
      const ended = await system.run(["s3-sftp", "--version"], { environment });
      expect(ended).toMatchObject({ code: 0, stderr: "" });
    });

    it("says in a sentence what a user without HOME and without an account has to set", async () => {
      const ended = await system.run(["s3-sftp", "--version"], { uid: 12_345 });
      expect(ended).toMatchObject({ code: 3, stdout: "" });
      expect(ended.stderr).toMatch(/^s3-sftp needs a home folder\. .*Set HOME to a folder\.\n$/);
    });

    it("finds no fault in a system without certificates, and writes nothing beside the app", async () => {
      const doctor = await system.run(["s3-sftp", "doctor"], { environment: home });
      expect(doctor.stdout).toContain("0 of this computer");
      expect(doctor.stderr).toBe("");
    });

    it("is everybody's to use, although the umask of its installation was 077", async () => {
      const user = { environment: { HOME: "/tmp" }, uid: 65_534 };
      expect(await system.run(["s3-sftp", "--version"], user)).toMatchObject({ code: 0 });
      const places = ["/usr/lib/s3-sftp", "/usr/share/doc/s3-sftp", "/usr/bin/s3-sftp"];
      const closed = await system.run(["find", ...places, "!", "-perm", "-o=r"]);
      expect(closed).toMatchObject({ code: 0, stdout: "" });
    });

    it("has its manual page and completions where Debian looks, and nothing else on the PATH", async () => {
      const { stdout } = await system.run(["dpkg", "-L", "s3-sftp"]);
      const files = stdout.split("\n");
      for (const file of [
        "/usr/share/man/man1/s3-sftp.1.gz",
        "/usr/share/bash-completion/completions/s3-sftp",
        "/usr/share/zsh/vendor-completions/_s3-sftp",
        "/usr/share/fish/vendor_completions.d/s3-sftp.fish",
        "/usr/share/doc/s3-sftp/THIRD-PARTY-LICENSES.gz",
      ]) {
        expect(files).toContain(file);
      }
      expect(files.filter((file) => /\/s?bin\/./.test(file))).toEqual(["/usr/bin/s3-sftp"]);
      expect(await system.run(["dpkg", "--verify", "s3-sftp"])).toMatchObject({
        code: 0,
        stdout: "",
      });
    });

    it("opens the app in tmux", async () => {
      const environment = { PATH: process.env["PATH"] ?? "", HOME: "/root", LC_ALL: "C.UTF-8" };
      const tmux = await startTmux({ columns: 80, rows: 24, environment });
      try {
        const app = { ...home, TERM: "tmux-256color", LC_ALL: "C.UTF-8" };
        tmux.run(system.command(["s3-sftp"], { environment: app }));
        const title = setupWords.title("accessKeyId");
        await waitUntil("the first question is there", () => tmux.screen().includes(title));
      } finally {
        await tmux.close();
      }
    });

    it("loads its native modules; only keytar wants a library of the system", async () => {
      const load = ["keytar", "@napi-rs/keyring", "@node-rs/crc32"].map(
        (name) => `import(${JSON.stringify(name)}).then(() => "loaded", (error) => error.message)`,
      );
      const script = `console.log(JSON.stringify(await Promise.all([${load.join()}])))`;
      const file = path.join(system.root, "usr/lib/s3-sftp/dist/load-of-a-test.mjs");
      await writeFile(file, script);
      const runtime = "/usr/lib/s3-sftp/node";
      const ended = await system.run([runtime, "/usr/lib/s3-sftp/dist/load-of-a-test.mjs"]);
      await rm(file);
      const [keytar, ...others]: readonly string[] = JSON.parse(ended.stdout);
      // It is compiled for libsecret, which a bare system does not have.
      expect(keytar).toContain("libsecret-1.so.0");
      expect(others).toEqual(["loaded", "loaded"]);
    });

    describe("with a real store", () => {
      let ceph: Ceph;
      beforeAll(async () => {
        ceph = await startCeph();
      });
      afterAll(async () => ceph.close());

      const upload = async (bytes: Uint8Array, name: string, options: InSystem) => {
        const { HOME = "" } = options.environment ?? {};
        const file = path.join(HOME, name);
        await writeFile(path.join(system.root, file), bytes);
        const environment = {
          ...options.environment,
          AWS_REGION: ceph.address.region,
          AWS_ENDPOINT_URL: ceph.address.endpoint ?? "",
          AWS_ACCESS_KEY_ID: ceph.sender.accessKeyId,
          AWS_SECRET_ACCESS_KEY: ceph.sender.secretAccessKey,
          AWS_EC2_METADATA_DISABLED: "true",
        };
        const words = ["s3-sftp", "upload", "--json", "--bucket", ceph.bucket, file];
        const ended = await system.run(words, { ...options, environment });
        expect(ended).toMatchObject({ code: 0, stderr: "" });
        expect(ended.stdout).toContain('"event":"summary","delivered":1,"failed":0');
        expect(await ceph.sha256(name)).toBe(sha256Of(bytes));
      };

      it("uploads to Ceph, and the object is equal", async () => {
        await upload(someBytes(20, 7), "scan one.tif", { environment: home });
      });

      it("uploads to Ceph also as a user has it from the tarball", async () => {
        const { uid, environment } = await installTarball(system);
        await upload(someBytes(20, 8), "scan two.tif", { uid, environment });
      });
    });

    it("leaves nothing of the package when it is removed", async () => {
      expect(await system.run(["dpkg", "--purge", "s3-sftp"])).toMatchObject({ code: 0 });
      const left = await system.run(["find", "/usr", "/etc", "/var/lib", "-name", "*s3-sftp*"]);
      expect(left.stdout).toBe("");
    });
  },
);
