import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import type { SenderMachine } from "./sender-machine.ts";

/** Where receipts are saved unless the command line says otherwise. */
export const receiptsFolder = (machine: SenderMachine): string =>
  path.join(machine.root, "s3-sftp-receipts");

/** Waits until the app has saved one receipt, and gives its text. A file with a dot is one that is being written. */
export const savedReceipt = async (folder: string): Promise<string> => {
  const names = async () => {
    const found = await readdir(folder).catch(() => []);
    return found.filter((name) => !name.startsWith("."));
  };
  await expect.poll(names).toHaveLength(1);
  const [name = ""] = await names();
  return readFile(path.join(folder, name), "utf8");
};
