#!/usr/bin/env node
// Nothing here may need a new Node: an old one must get as far as saying so.
import * as nodeModule from "node:module";
import { homedir, userInfo } from "node:os";
import path from "node:path";

/** By HOME where that is a whole path. Null: it is not, and there is no account that could name the folder. */
const findHome = (): string | null => {
  try {
    const own = homedir();
    if (path.isAbsolute(own)) return own;
    // Else keys would be looked for, and compiled code be kept, in the current folder, from which files are sent.
    delete process.env["HOME"];
    return userInfo().homedir;
  } catch {
    return null;
  }
};

/** By then the first frame is drawn, or the first file on its way. */
const keepDelayMs = 1_000;

const needed = 24;
const found = Number(process.versions.node.split(".", 1)[0]);
const home = findHome();

if (found < needed) {
  process.stderr.write(
    `s3-sftp needs Node.js ${needed} or newer. This is ${process.versions.node}. See https://nodejs.org\n`,
  );
  // exitCodes.notSetUp
  process.exitCode = 3;
} else if (home === null) {
  process.stderr.write(
    "s3-sftp needs a home folder. HOME is not set, and this user has no account. Set HOME to a folder.\n",
  );
  process.exitCode = 3;
} else {
  // Compiled code is kept between starts; halves the time to the first frame. In a folder of the user's own: in
  // the temporary one, which is Node's default, others could leave code for us to run.
  const given = process.env["XDG_CACHE_HOME"] ?? ".";
  const caches = path.isAbsolute(given) ? given : path.join(home, ".cache");
  const words = process.argv.slice(2);
  const wantsVersion = words.length === 1 && (words[0] === "--version" || words[0] === "-V");
  // Scripts ask for it often: without the cache, the command table, and all that both need.
  const isSaid = wantsVersion && (await import("./cli/print-version.ts")).printVersion();
  if (!isSaid) {
    nodeModule.enableCompileCache(path.join(caches, "s3-sftp"));
    // At its end Node keeps it by itself; who is killed, or has lost its machine, has no end.
    setTimeout(() => nodeModule.flushCompileCache(), keepDelayMs).unref();
    const { run } = await import("./cli/run.ts");
    await run(words);
  }
}
