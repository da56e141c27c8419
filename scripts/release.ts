// Makes a release of what is committed: `npm run release`, or `npm run release -- --dry-run` to see what it would be.
import { parseArgs } from "node:util";
import { makeRelease, ReleaseRefused } from "./release/release.ts";
import { ToolFailed } from "./release/run-tool.ts";

const { values } = parseArgs({ options: { "dry-run": { type: "boolean" } } });
const isDryRun = values["dry-run"] === true;
const say = (words: string) => process.stderr.write(`release: ${words}\n`);

try {
  const release = await makeRelease({ root: process.cwd(), isDryRun, say });
  const { version, tag, changes, artefacts } = release;
  console.log(
    `${version}\n\n${changes}\n\n${artefacts.map((name) => `artefacts/${name}`).join("\n")}`,
  );
  if (isDryRun) say(`would commit and tag ${tag}; nothing was changed but artefacts/`);
  else
    say(
      `${tag} is made here. To publish: git push --follow-tags && npm publish artefacts/${artefacts[0]}`,
    );
} catch (thrown) {
  if (!(thrown instanceof ReleaseRefused || thrown instanceof ToolFailed)) throw thrown;
  say(`refused: ${thrown.message}`);
  process.exitCode = 1;
}
