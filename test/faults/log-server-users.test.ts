import { spawnSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, readlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { waitUntil } from "../support/processes/wait-until.ts";
import { logSiteForEach } from "../support/sites/log-site.ts";
import { postNumbered } from "../support/sites/log-traffic.ts";

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("did not run, a second user: only root can be another one\n");

const nobody = { uid: 65_534, gid: 65_534 };
const site = logSiteForEach();

/** What the second user reads of a file; null when it may not. */
const readAsOther = (file: string): string | null => {
  const { status, stdout } = spawnSync("cat", [file], { ...nobody, encoding: "latin1" });
  return status === 0 ? stdout : null;
};

/** Ports on which this very process listens, of all in its network. */
const listeningPorts = async (pid: number): Promise<readonly number[]> => {
  const folder = `/proc/${pid}/fd`;
  const links = await Promise.all(
    (await readdir(folder)).map(async (name) => readlink(path.join(folder, name)).catch(() => "")),
  );
  const inodes = new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  const rows = (await readFile(`/proc/${pid}/net/tcp`, "utf8")).trim().split("\n").slice(1);
  return rows.flatMap((row) => {
    const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
    const isListening = state === "0A" && inodes.has(inode);
    return isListening ? [Number.parseInt(local.split(":")[1] ?? "", 16)] : [];
  });
};

describe.runIf(isRoot)("another user of the machine", () => {
  it("reads no message, no token and no setting of the server, and finds no debugger after SIGUSR1", async () => {
    const { folder, dataFolder, tokensFile } = site.folder;
    await mkdir(dataFolder);
    // Everything that the server does not make is open: its folder, and the mask.
    for (const each of [folder, dataFolder]) await chmod(each, 0o755);
    await writeFile(path.join(folder, "open"), "anybody may read this", { mode: 0o644 });
    const server = await site.folder.start({ under: ["sh", "-c", 'umask 022 && exec "$@"', "sh"] });
    const { url, child } = server;
    for (const number of [1, 2, 3])
      expect(await postNumbered(url, site.folder.token, number)).toBe(202);

    expect(readAsOther(path.join(folder, "open"))).toContain("anybody");
    const names = await readdir(dataFolder);
    expect(names).toEqual(expect.arrayContaining(["queue.db", "queue.db-wal", "server.lock"]));
    for (const name of names) expect(readAsOther(path.join(dataFolder, name))).toBeNull();
    expect(readAsOther(tokensFile)).toBeNull();
    expect(readAsOther(`/proc/${child.pid}/environ`) ?? "").not.toContain("xoxb");
    expect(readAsOther(`/proc/${child.pid}/cmdline`)).not.toContain("xoxb");

    const before = await listeningPorts(child.pid ?? 0);
    expect(before).toEqual([Number(new URL(url).port)]);
    for (let count = 0; count < 5; count += 1) child.kill("SIGUSR1");
    child.kill("SIGHUP");
    await waitUntil("it has reloaded", () => server.output().includes("reloaded"));
    expect(await listeningPorts(child.pid ?? 0)).toEqual(before);
  });
});
