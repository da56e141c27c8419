import { readdirSync, readFileSync } from "node:fs";

/** What /proc/PID/stat says behind the name of the program, which may have spaces and brackets. */
const statFields = (path: string): readonly string[] => {
  const text = readFileSync(path, "latin1");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
};

const isAsleep = (path: string): boolean => {
  const [state] = statFields(path);
  return state !== "R" && state !== "D";
};

/**
 * Whether the program in front on the terminal of process `pid` waits for something: its main thread, which has then
 * read what was typed, or every thread. True where the system has no /proc, and of a program that has ended.
 */
export const foregroundWaits = (pid: number, who: "main thread" | "every thread"): boolean => {
  try {
    const [, , , , , foregroundGroup = ""] = statFields(`/proc/${pid}/stat`);
    // The leader of a group is the program itself, and its first thread has the same number.
    const tasks = `/proc/${foregroundGroup}/task`;
    const looked = who === "main thread" ? [foregroundGroup] : readdirSync(tasks);
    return looked.every((task) => isAsleep(`${tasks}/${task}/stat`));
  } catch {
    return true;
  }
};
