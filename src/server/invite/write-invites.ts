import { lstat, mkdir, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { fail, ok, type Result } from "../../domain/result.ts";
import { createFile } from "../../whole-files/create-file.ts";
import { syncFolder } from "../../whole-files/sync.ts";
import type { NewToken } from "../auth/add-token.ts";
import { inviteWords } from "../words/invite-words.ts";
import { inviteBlock } from "./invite.ts";
import type { Sender } from "./read-senders.ts";

const fileName = (name: string): string => `${name}.invite`;

/** The file of a sender's invite. */
export const inviteFile = (folder: string, name: string): string =>
  path.join(folder, fileName(name));

const isThere = async (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  );

/** Files of these senders that are there already; none is ever written over. */
export const takenFiles = async (
  folder: string,
  senders: readonly Sender[],
): Promise<readonly string[]> => {
  const files = senders.map(({ name }) => inviteFile(folder, name));
  const found = await Promise.all(files.map(isThere));
  return files.filter((_, index) => found[index]);
};

/**
 * One new file of mode 0600 for each sender, whole when it appears, in a folder that is made with 0700 where it is not
 * there. All or none: fails with a sentence for a file that is there, throws what the disk does, and gives the function
 * that takes all back. They are on the disk when it resolves.
 */
export const writeInvites = async (
  folder: string,
  senders: readonly Sender[],
  tokens: readonly NewToken[],
): Promise<Result<() => Promise<void>, string>> => {
  const isNew = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
  const written: string[] = [];
  const undo = async () => {
    for (const file of written) await rm(file, { force: true });
    if (isNew) await rmdir(folder).catch(() => undefined);
  };
  try {
    for (const { name, invite, secretAccessKey } of senders) {
      const token = tokens.find((each) => each.name === name)?.token;
      if (token === undefined) throw new Error("a sender without a token");
      const block = inviteBlock(invite, { secretAccessKey, token });
      const file = await createFile(folder, [fileName(name)], block);
      if (file === null) {
        await undo();
        return fail(inviteWords.exists(inviteFile(folder, name)));
      }
      written.push(file);
    }
    await syncFolder(folder);
    return ok(undo);
  } catch (error) {
    await undo();
    throw error;
  }
};
