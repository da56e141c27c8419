import { writeFile } from "node:fs/promises";
import path from "node:path";
import { program } from "./run-cli.ts";
import type { SenderMachine } from "../sites/sender-machine.ts";

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Writes a script that starts s3-sftp as an installed one, for a login shell that has another PATH and nothing of our
 * environment. Gives its path.
 */
export const writeLauncher = async (
  machine: SenderMachine,
  environment: Readonly<Record<string, string>>,
): Promise<string> => {
  const file = path.join(machine.root, "s3-sftp");
  const settings = Object.entries(environment).map(([name, value]) => `${name}=${quoted(value)}`);
  const command = [quoted(process.execPath), quoted(program), '"$@"'].join(" ");
  await writeFile(file, `#!/bin/sh\nexport ${settings.join(" ")}\nexec ${command}\n`, {
    mode: 0o755,
  });
  return file;
};
