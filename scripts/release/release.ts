import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { changelogSection } from "./changelog-section.ts";
import { packArtefacts } from "./pack-artefacts.ts";
import { runTool } from "./run-tool.ts";
import { setVersion } from "./set-version.ts";

/** Why nothing was released. */
export class ReleaseRefused extends Error {}

export interface Release {
  readonly version: string;
  readonly tag: string;
  /** What the changelog says of it. */
  readonly changes: string;
  /** Names of the files in artefacts/. */
  readonly artefacts: readonly string[];
}

export interface ReleaseOptions {
  /** Of the repository. */
  readonly root: string;
  /** Everything but the commit and the tag. */
  readonly isDryRun: boolean;
  readonly say: (words: string) => void;
}

const refuseUnless = async (isFine: Promise<boolean>, why: string): Promise<void> => {
  if (!(await isFine)) throw new ReleaseRefused(why);
};

/** The next version in a tree that is thrown away: whatever fails, the developer's own is as it was. */
const prepare = async (root: string, tree: string): Promise<Release> => {
  await symlink(path.join(root, "node_modules"), path.join(tree, "node_modules"));
  const version = await setVersion(tree);
  const tag = `v${version}`;
  await refuseUnless(
    runTool(tree, "git", "tag", "--list", tag).then((found) => found === ""),
    `nothing to release: ${tag} is there, and .changeset/ is empty`,
  );
  const changelog = await readFile(path.join(tree, "CHANGELOG.md"), "utf8");
  const changes = changelogSection(changelog, version);
  if (changes === null) throw new ReleaseRefused(`CHANGELOG.md says nothing of ${version}`);
  const artefacts = await packArtefacts(tree, path.join(root, "artefacts"));
  return { version, tag, changes, artefacts };
};

const commitAndTag = async (root: string, tree: string, release: Release): Promise<void> => {
  const { version, tag, changes } = release;
  await runTool(tree, "git", "add", "--all");
  const hasChanges = (await runTool(tree, "git", "status", "--porcelain", "-uno")) !== "";
  if (hasChanges) await runTool(tree, "git", "commit", "-m", `release: ${version}`);
  const commit = await runTool(tree, "git", "rev-parse", "HEAD");
  await runTool(root, "git", "merge", "--ff-only", commit);
  // Lines that begin with # are titles here, no comments.
  const message = ["--cleanup=whitespace", "-m", `s3-sftp ${version}`, "-m", changes];
  await runTool(root, "git", "tag", "--annotate", ...message, tag, commit);
};

/**
 * Makes a release of what is committed: version and changelog from the changesets, artefacts, commit, tag. Publishes
 * nothing and pushes nothing. Rejects with ReleaseRefused, or with ToolFailed when a step says no; then nothing but
 * artefacts/ has changed.
 */
export const makeRelease = async ({ root, isDryRun, say }: ReleaseOptions): Promise<Release> => {
  await refuseUnless(
    runTool(root, "git", "status", "--porcelain").then((changes) => changes === ""),
    "there are changes that are not committed",
  );
  say("check");
  await runTool(root, "npm", "run", "check");
  const tree = await mkdtemp(path.join(tmpdir(), "s3-sftp-release-"));
  await runTool(root, "git", "worktree", "add", "--detach", tree, "HEAD");
  try {
    say("version, changelog, artefacts");
    const release = await prepare(root, tree);
    if (!isDryRun) {
      say("commit, tag");
      await commitAndTag(root, tree, release);
    }
    return release;
  } finally {
    await rm(path.join(tree, "node_modules"), { force: true });
    await runTool(root, "git", "worktree", "remove", "--force", tree);
  }
};
