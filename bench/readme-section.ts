import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const readme = path.join(import.meta.dirname, "README.md");

const preface = `# Benches

\`npm run bench -- NAME\` runs one of them, \`npm run bench\` all; results go to \`bench/results/\` and into this page.
`;

/** Writes one bench's section of a page, between its markers, and leaves the rest as it is. */
export const writeSection = async (
  name: string,
  markdown: string,
  file: string = readme,
): Promise<void> => {
  const begin = `<!-- ${name} -->`;
  const end = `<!-- /${name} -->`;
  const page = await readFile(file, "utf8").catch(() => preface);
  const section = `${begin}\n${markdown.trim()}\n${end}`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  const written =
    from === -1 || to === -1
      ? `${page.trimEnd()}\n\n${section}\n`
      : `${page.slice(0, from)}${section}${page.slice(to + end.length)}`;
  await writeFile(file, written);
};
