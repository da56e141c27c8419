/** What is said of the tokens file and its tokens. */
export const tokenWords = {
  openToAll: "every user of this machine can read the tokens file; run chmod 600 on it",
  invalid: "tokens file is invalid, keeping the last valid one",
  none: "the tokens file has no tokens: every sender is rejected",
  control: (line: number): string => `line ${line} contains a control character`,
  repeated: (line: number, name: string): string => `line ${line} repeats the name ${name}`,
  taken: (name: string): string => `a token named ${name} already exists`,
} as const;
