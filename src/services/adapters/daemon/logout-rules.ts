import { access, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { nonEmpty } from "../../../domain/non-empty.ts";

/** In the order of their weight: logind.conf(5). */
const dropInFolders = ["usr/lib/systemd", "usr/local/lib/systemd", "run/systemd", "etc/systemd"];

const readText = (file: string) => readFile(file, "utf8").catch(() => "");

/** Main file first; a drop-in of a weightier folder replaces one of the same name. */
const configTexts = async (root: string): Promise<readonly string[]> => {
  const files = new Map<string, string>();
  for (const folder of dropInFolders.map((name) => path.join(root, name, "logind.conf.d"))) {
    for (const name of await readdir(folder).catch(() => [])) {
      if (name.endsWith(".conf")) files.set(name, path.join(folder, name));
    }
  }
  const dropIns = [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
  return Promise.all([path.join(root, "etc/systemd/logind.conf"), ...dropIns].map(readText));
};

const lastValue = (text: string, name: string): string | null =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${name}=`))
    .at(-1)
    ?.slice(name.length + 1)
    .trim() ?? null;

/**
 * True where systemd-logind is set to end whatever a user leaves behind at logout (KillUserProcesses), so that a
 * detached daemon would not survive. `root` is "/" except in tests.
 */
export const endsProcessesAtLogout = async (root: string, user: string): Promise<boolean> => {
  const isSystemd = await access(path.join(root, "run/systemd/system")).then(
    () => true,
    () => false,
  );
  if (!isSystemd) return false;
  const setting = { kill: "no", only: "", except: "root" };
  for (const text of await configTexts(root)) {
    setting.kill = lastValue(text, "KillUserProcesses") ?? setting.kill;
    setting.only = lastValue(text, "KillOnlyUsers") ?? setting.only;
    setting.except = lastValue(text, "KillExcludeUsers") ?? setting.except;
  }
  if (!["yes", "true", "on", "1"].includes(setting.kill.toLowerCase())) return false;
  if (setting.except.split(/\s+/).includes(user)) return false;
  const only = nonEmpty(setting.only);
  return only === null || only.split(/\s+/).includes(user);
};
