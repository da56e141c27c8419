import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endsProcessesAtLogout } from "../../../../src/services/adapters/daemon/logout-rules.ts";

describe("endsProcessesAtLogout", () => {
  let root = "";
  const write = async (file: string, text: string) => {
    const full = path.join(root, file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text);
  };
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), "s3-sftp-logind-"));
    await mkdir(path.join(root, "run/systemd/system"), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it("says no where nothing is set, as Debian comes", async () => {
    await write("etc/systemd/logind.conf", "[Login]\n#KillUserProcesses=no\n");
    expect(await endsProcessesAtLogout(root, "anna")).toBe(false);
  });

  it("says yes for everybody but root", async () => {
    await write(
      "etc/systemd/logind.conf",
      "[Login]\nKillUserProcesses = yes\n".replace(" = ", "="),
    );
    expect(await endsProcessesAtLogout(root, "anna")).toBe(true);
    expect(await endsProcessesAtLogout(root, "root")).toBe(false);
  });

  it("follows the lists of users", async () => {
    const text = "KillUserProcesses=1\nKillOnlyUsers=bert carl\nKillExcludeUsers=carl\n";
    await write("etc/systemd/logind.conf", text);
    expect(await endsProcessesAtLogout(root, "anna")).toBe(false);
    expect(await endsProcessesAtLogout(root, "bert")).toBe(true);
    expect(await endsProcessesAtLogout(root, "carl")).toBe(false);
  });

  it("lets a drop-in win over the main file, and /etc over /usr", async () => {
    await write("etc/systemd/logind.conf", "KillUserProcesses=no\n");
    await write("usr/lib/systemd/logind.conf.d/50-kill.conf", "KillUserProcesses=yes\n");
    expect(await endsProcessesAtLogout(root, "anna")).toBe(true);
    await write("etc/systemd/logind.conf.d/50-kill.conf", "KillUserProcesses=no\n");
    expect(await endsProcessesAtLogout(root, "anna")).toBe(false);
  });

  it("says no on a machine that systemd does not run", async () => {
    await write("etc/systemd/logind.conf", "KillUserProcesses=yes\n");
    await rm(path.join(root, "run"), { recursive: true });
    expect(await endsProcessesAtLogout(root, "anna")).toBe(false);
  });
});
