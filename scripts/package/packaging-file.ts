import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { constants, gzipSync } from "node:zlib";

const packaging = path.resolve(import.meta.dirname, "../../packaging");

/** Text of a file in packaging/, each `@NAME@` replaced. Throws for a name that is not given, or not in the file. */
export const fillPackagingFile = async (
  name: string,
  values: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const text = await readFile(path.join(packaging, name), "utf8");
  const used = new Set<string>();
  const filled = text.replace(/@([A-Z_]+)@/g, (_found, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`packaging/${name}: nobody gives @${key}@`);
    used.add(key);
    return value;
  });
  const unused = Object.keys(values).filter((key) => !used.has(key));
  if (unused.length > 0) throw new Error(`packaging/${name} has no @${unused.join("@, @")}@`);
  return filled;
};

/** Writes a file of a package, with its folder. */
export const putFile = async (
  file: string,
  contents: string | Buffer,
  mode = 0o644,
): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, contents);
  await chmod(file, mode);
};

/** As `gzip -9n`: neither name nor time are in it. */
export const gzipped = (text: string): Buffer =>
  gzipSync(text, { level: constants.Z_BEST_COMPRESSION });
