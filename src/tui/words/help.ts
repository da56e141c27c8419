/** Sentences of the help. */
export const helpWords = {
  title: "Keys",
  search: "Search:",
  nothingFound: (text: string): string =>
    `No key has "${text}" in its words. Esc clears the search.`,
} as const;
