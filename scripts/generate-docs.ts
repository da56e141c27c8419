// Writes the pages that come from tables of the source; with --check says which are stale instead.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { keysMarkdown } from "../src/tui/keys/keys-markdown.ts";

import { manPage } from "./docs/man-page.ts";

const pages: Readonly<Record<string, () => string>> = {
  "docs/keys.md": keysMarkdown,
  "docs/man/s3-sftp.1": manPage,
};

const root = path.resolve(import.meta.dirname, "..");
const isCheck = process.argv.includes("--check");
for (const [name, write] of Object.entries(pages)) {
  const file = path.join(root, name);
  const text = write();
  if (!isCheck) await writeFile(file, text);
  else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    console.error(`${name} is stale: npm run docs`);
    process.exitCode = 1;
  }
}
