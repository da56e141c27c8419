/** What is said of one of our own files that cannot be read, where the person may put it aside. */
export const savedFileWords = {
  startEmpty: "Rename it and start with an empty one?",
  renamed: (to: string): string => `Renamed to ${to}`,
} as const;
