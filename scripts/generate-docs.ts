// Writes the pages that come from tables of the source; with --check says which are stale instead.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { keysMarkdown } from "../src/tui/keys/keys-markdown.ts";
import { logServerManPage } from "./docs/log-server-man-page.ts";
import { manPage } from "./docs/man-page.ts";
import { queuePage } from "./docs/queue-page.ts";
import { storageServicesPage } from "./docs/storage-services-page.ts";

/** The text of each page, from the text that it has now. */
const pages: Readonly<Record<string, (before: string) => string>> = {
  "docs/keys.md": keysMarkdown,
  "docs/man/s3-sftp.1": manPage,
  "docs/man/s3-sftp-log-server.1": logServerManPage,
  "docs/queue.md": queuePage,
  "docs/storage-services.md": storageServicesPage,
};

const root = path.resolve(import.meta.dirname, "..");
const isCheck = process.argv.includes("--check");
for (const [name, write] of Object.entries(pages)) {
  const file = path.join(root, name);
  const before = await readFile(file, "utf8").catch(() => "");
  const text = write(before);
  if (!isCheck) await writeFile(file, text);
  else if (before !== text) {
    console.error(`${name} is stale: npm run docs`);
    process.exitCode = 1;
  }
}
