import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changelogSection } from "../../../scripts/release/changelog-section.ts";
import { makeRelease } from "../../../scripts/release/release.ts";
import { runTool } from "../../../scripts/release/run-tool.ts";
import { isFullRun } from "../../support/values/run-size.ts";

const projectRoot = path.resolve(import.meta.dirname, "../../..");

it("finds what a changelog says of a version, and of no other", () => {
  const changelog =
    "# x\n\n## 0.2.0\n\n- two\n\n### Patch\n\n- more\n\n## 0.1.0\n\n- one\n\n## 0.0.1\n";
  expect(changelogSection(changelog, "0.2.0")).toBe("- two\n\n### Patch\n\n- more");
  expect(changelogSection(changelog, "0.1.0")).toBe("- one");
  expect(changelogSection(changelog, "0.0.1")).toBeNull();
  expect(changelogSection(changelog, "0.2")).toBeNull();
});

describe.runIf(isFullRun)("a release", { timeout: 120_000 }, () => {
  let root = "";
  const file = (name: string) => path.join(root, name);
  const git = (...args: readonly string[]) => runTool(root, "git", ...args);
  const json = async (name: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(file(name), "utf8"));
  const said: string[] = [];
  const release = (isDryRun = false) =>
    makeRelease({ root, isDryRun, say: (words) => void said.push(words) });
  const commit = async () => {
    await git("add", "--all");
    await git("commit", "-m", "a change");
  };

  beforeEach(async () => {
    said.length = 0;
    root = await mkdtemp(path.join(tmpdir(), "s3-sftp-repository-"));
    const manifest = {
      name: "packaged",
      version: "0.1.0",
      files: ["index.js"],
      scripts: { check: "node check.js" },
    };
    const lock = {
      name: "packaged",
      version: "0.1.0",
      lockfileVersion: 3,
      packages: { "": { version: "0.1.0" }, "node_modules/other": { version: "0.1.0" } },
    };
    await mkdir(file(".changeset"));
    await writeFile(file("package.json"), JSON.stringify(manifest, null, 2));
    await writeFile(file("package-lock.json"), JSON.stringify(lock, null, 2));
    await writeFile(file("index.js"), "");
    await writeFile(file("check.js"), "");
    await writeFile(file("CHANGELOG.md"), "# packaged\n\n## 0.1.0\n\n- The first.\n");
    await writeFile(file(".gitignore"), "node_modules\nartefacts/\n");
    await writeFile(
      file(".changeset/config.json"),
      await readFile(path.join(projectRoot, ".changeset/config.json")),
    );
    await writeFile(
      file(".changeset/new.md"),
      '---\n"packaged": minor\n---\n\nUploads # faster.\n',
    );
    await symlink(path.join(projectRoot, "node_modules"), file("node_modules"));
    await git("init", "--quiet", "--initial-branch", "main");
    await git("config", "user.name", "A Developer");
    await git("config", "user.email", "developer@example.com");
    await commit();
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const state = async () => ({
    head: await git("rev-parse", "HEAD"),
    status: await git("status", "--porcelain"),
    tags: await git("tag", "--list"),
    trees: (await git("worktree", "list")).split("\n").length,
  });

  const artefactsAreWhole = async (tarball: string) => {
    const sums = await readFile(file("artefacts/SHA256SUMS"), "utf8");
    const bytes = await readFile(file(`artefacts/${tarball}`));
    expect(sums).toBe(`${createHash("sha256").update(bytes).digest("hex")}  ${tarball}\n`);
  };

  it("is shown whole by a dry run, which changes nothing but artefacts/", async () => {
    const before = await state();
    const { version, tag, changes, artefacts } = await release(true);
    expect([version, tag]).toEqual(["0.2.0", "v0.2.0"]);
    expect(changes).toContain("Uploads # faster.");
    expect(artefacts).toEqual(["packaged-0.2.0.tgz", "SHA256SUMS"]);
    await artefactsAreWhole("packaged-0.2.0.tgz");
    expect(await state()).toEqual(before);
    expect(await json("package.json")).toMatchObject({ version: "0.1.0" });
  });

  it("is a commit with version and changelog, and a tag that says what is new; once", async () => {
    const before = await state();
    await release();
    const after = await state();
    expect(after).toEqual({ ...before, head: after.head, tags: "v0.2.0" });
    expect(await git("log", "-1", "--format=%s %P")).toBe(`release: 0.2.0 ${before.head}`);
    expect(await git("rev-parse", "v0.2.0^{commit}")).toBe(after.head);
    expect(await git("tag", "--list", "--format=%(contents)", "v0.2.0")).toContain(
      "Uploads # faster.",
    );
    expect(await json("package.json")).toMatchObject({ version: "0.2.0" });
    expect(await json("package-lock.json")).toMatchObject({
      version: "0.2.0",
      packages: { "": { version: "0.2.0" }, "node_modules/other": { version: "0.1.0" } },
    });
    expect(await git("ls-files", ".changeset")).toBe(".changeset/config.json");
    await artefactsAreWhole("packaged-0.2.0.tgz");
    await expect(release()).rejects.toThrow("nothing to release: v0.2.0");
  });

  it("takes a version and a changelog that were written by hand", async () => {
    await rm(file(".changeset/new.md"));
    await writeFile(
      file("package.json"),
      JSON.stringify({ ...(await json("package.json")), version: "1.0.0" }),
    );
    await commit();
    await expect(release()).rejects.toThrow("CHANGELOG.md says nothing of 1.0.0");
    await writeFile(file("CHANGELOG.md"), "# packaged\n\n## 1.0.0\n\nBy hand.\n");
    await commit();
    const { head } = await state();
    expect(await release()).toMatchObject({ tag: "v1.0.0", changes: "By hand." });
    expect(await state()).toMatchObject({ head, tags: "v1.0.0" });
  });

  it("is refused with changes that are not committed", async () => {
    await writeFile(file("new.js"), "");
    await expect(release()).rejects.toThrow("not committed");
    expect(said).toEqual([]);
  });

  it("is refused when the check fails, with its words", async () => {
    await writeFile(file("check.js"), `console.log("format: bad"); process.exitCode = 1;`);
    await commit();
    const before = await state();
    await expect(release()).rejects.toThrow("format: bad");
    expect(await state()).toEqual(before);
  });
});
