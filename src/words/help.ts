/** Sentences of the help. */
export const helpWords = {
  title: "Keyboard shortcuts",
  search: "Search:",
  nothingFound: (text: string): string => `No shortcut matches "${text}". Esc clears the search.`,
} as const;
