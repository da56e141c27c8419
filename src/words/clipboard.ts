/** Notes after a text was to be copied. Only some terminals are known to do it; none says whether it did. */
export const clipboardWords = {
  copied: "Copied",
  sent: "Sent to the clipboard, if your terminal allows it",
  tooLong: "Too long to copy. Press s to save it",
  unable: "This terminal cannot copy. Press s to save it",
} as const;
