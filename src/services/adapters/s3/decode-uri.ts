/** Text of a URI as it is meant; null where it is none. */
export const decodeUri = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};
