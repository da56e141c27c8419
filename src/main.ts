#!/usr/bin/env node
// Nothing here may need a new Node: an old one must get as far as saying so.
import * as nodeModule from "node:module";

const needed = 24;
const found = Number(process.versions.node.split(".", 1)[0]);

if (found < needed) {
  process.stderr.write(
    `s3-sftp needs Node.js ${needed} or newer, and this is ${process.versions.node}: see https://nodejs.org\n`,
  );
  process.exitCode = 3;
} else {
  // Compiled code is kept between starts; halves the time to the first frame.
  nodeModule.enableCompileCache();
  const { run } = await import("./cli/run.ts");
  await run(process.argv.slice(2));
}
