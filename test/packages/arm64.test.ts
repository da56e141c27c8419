import { describe, expect, it } from "vitest";
import {
  artefact,
  artefacts,
  createBareSystem,
  systemBases,
} from "../support/sites/bare-system.ts";

const base = Object.entries(systemBases).find(([name]) => name.endsWith("arm64"))?.[1];

// The kernel gives its programs to qemu-aarch64-static: /proc/sys/fs/binfmt_misc.
describe("the packages for arm64 on a bare system", () => {
  const install = it.skipIf(base === undefined);
  install("tell their version, and do the demo", { timeout: 600_000 }, async () => {
    const system = await createBareSystem(base ?? "");
    try {
      for (const pattern of [artefacts.clientForArm, artefacts.logServerForArm]) {
        const file = await system.bring(await artefact(pattern));
        expect(await system.run(["dpkg", "-i", file])).toMatchObject({ code: 0 });
      }
      expect((await system.run(["uname", "-m"])).stdout).toBe("aarch64\n");
      const environment = { HOME: "/root" };
      for (const name of ["s3-sftp", "s3-sftp-log-server"]) {
        const ended = await system.run([name, "--version"], { environment });
        expect(ended).toMatchObject({ code: 0, stderr: "" });
        expect(ended.stdout).toContain("(build ");
      }
      const demo = await system.run(["s3-sftp", "demo"], { environment });
      expect(demo.stdout.match(/^match {2}sha256 [0-9a-f]{64} {2}/gm)).toHaveLength(8);
      expect(demo.code).toBe(0);
    } finally {
      await system.remove();
    }
  });
});
