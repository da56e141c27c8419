import { helpRows } from "./help-rows.ts";

const cell = (text: string) => text.replaceAll("|", "\\|");

/** The text of docs/keys.md, from the key table. */
export const keysMarkdown = (): string => {
  const lines = helpRows(null, "").flatMap((row) =>
    row.type === "title"
      ? ["", `## ${row.words}`, "", "| keys | what they do |", "|---|---|"]
      : [`| ${cell(row.keys)} | ${cell(row.words)} |`],
  );
  return [
    "# Keys",
    "",
    "Written by `npm run docs` from src/tui/keys; change it there.",
    "Arrows, Enter, Esc and Space do everything; the letters are short cuts. No key deletes anything.",
    ...lines,
    "",
  ].join("\n");
};
