import { rename, rm } from "node:fs/promises";

const hasCode = (thrown: unknown, ...codes: readonly string[]): boolean =>
  thrown instanceof Error && "code" in thrown && codes.includes(String(thrown.code));

/**
 * Puts the folder `made` in the place of `folder`, which may be there or not. Of several that do so at the same time
 * each succeeds, and the last one stays. `made` is a name that nobody else uses.
 */
export const replaceFolder = async (made: string, folder: string): Promise<void> => {
  const before = `${made}.before`;
  for (;;) {
    await rename(folder, before).catch((thrown: unknown) => {
      if (!hasCode(thrown, "ENOENT")) throw thrown;
    });
    await rm(before, { recursive: true, force: true });
    try {
      return await rename(made, folder);
    } catch (thrown) {
      // Somebody else's came between the two.
      if (!hasCode(thrown, "ENOTEMPTY", "EEXIST")) throw thrown;
    }
  }
};
