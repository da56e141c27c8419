// Alternate screen off, lines wrapped, bracketed paste off, cursor shown, colours reset: whatever state it was left in.
const resetModes = "\u001b[?2004l\u001b[?1049l\u001b[?7h\u001b[?25h\u001b[0m";

/** The last resort when the app ended without its own farewell. Harmless when all is well. */
export const restoreTerminal = (stdout: NodeJS.WriteStream): void => {
  if (!stdout.isTTY || stdout.destroyed) return;
  try {
    stdout.write(resetModes);
  } catch {
    // The terminal is gone; there is nothing to restore.
  }
};
