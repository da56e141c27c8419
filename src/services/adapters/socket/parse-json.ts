/** The value of a line of JSON; undefined when it is none. */
export const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
