import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { isCount, isRecord, isText, parseJson } from "../../../domain/json.ts";

/** An encrypted text, as it stands in the file. Binary values are base64. */
export interface SealedBox {
  readonly version: 1;
  readonly kdf: "scrypt";
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
  readonly salt: string;
  readonly cipher: "aes-256-gcm";
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

/** A key made from a passphrase, with what is needed to make it again. */
export interface DerivedKey {
  readonly bytes: Buffer;
  readonly salt: string;
  readonly cost: number;
  readonly blockSize: number;
  readonly parallel: number;
}

type Recipe = Omit<DerivedKey, "bytes">;

/** 64 MiB and about a third of a second: OWASP "Password Storage", scrypt with N = 2^16, r = 8, p = 2. */
export const newRecipe = (): Recipe => ({
  salt: randomBytes(16).toString("base64"),
  cost: 2 ** 16,
  blockSize: 8,
  parallel: 2,
});

/** Slow on purpose. */
export const deriveKey = (passphrase: string, recipe: Recipe): Promise<DerivedKey> =>
  new Promise((resolve, reject) => {
    const { salt, cost, blockSize, parallel } = recipe;
    const options = {
      N: cost,
      r: blockSize,
      p: parallel,
      maxmem: 128 * blockSize * (cost + parallel + 2),
    };
    const saltBytes = Buffer.from(salt, "base64");
    scrypt(passphrase.normalize("NFC"), saltBytes, 32, options, (error, bytes) => {
      if (error) reject(error);
      else resolve({ bytes, salt, cost, blockSize, parallel });
    });
  });

// The recipe is bound to the text, so that nobody can weaken it in the file.
const bindingOf = ({ salt, cost, blockSize, parallel }: Recipe): Buffer =>
  Buffer.from(JSON.stringify(["s3-sftp", 1, salt, cost, blockSize, parallel]));

/** Encrypts with a new nonce each time. */
export const sealText = (text: string, key: DerivedKey): SealedBox => {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, iv).setAAD(bindingOf(key));
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return {
    version: 1,
    kdf: "scrypt",
    cost: key.cost,
    blockSize: key.blockSize,
    parallel: key.parallel,
    salt: key.salt,
    cipher: "aes-256-gcm",
    iv: iv.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
    data: data.toString("base64"),
  };
};

/** The text; null when the key is another one, or the box was changed. */
export const openBox = (box: SealedBox, key: DerivedKey): string | null => {
  const iv = Buffer.from(box.iv, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, iv, { authTagLength: 16 });
  try {
    decipher.setAAD(bindingOf(key)).setAuthTag(Buffer.from(box.tag, "base64"));
    return Buffer.concat([
      decipher.update(Buffer.from(box.data, "base64")),
      decipher.final(),
    ]).toString("utf8");
  } catch {
    return null;
  }
};

const isPositive = (value: unknown): value is number => isCount(value) && value > 0;

/** RFC 7914 6: N is a power of two. */
const isPowerOfTwo = (value: number): boolean => value > 1 && (value & (value - 1)) === 0;

/** Sixteen times the work of a new box, some seconds: what asks for more is no file of ours, or a trap. */
const maxWork = 16 * 2 ** 16 * 8 * 2;
const maxMemoryBytes = 2 ** 30;
const maxParallel = 16;

const isRecipe = (cost: unknown, blockSize: unknown, parallel: unknown): boolean =>
  isPositive(cost) &&
  isPositive(blockSize) &&
  isPositive(parallel) &&
  parallel <= maxParallel &&
  cost <= maxWork &&
  isPowerOfTwo(cost) &&
  128 * cost * blockSize <= maxMemoryBytes &&
  cost * blockSize * parallel <= maxWork;

const bytesOf = (value: unknown): number =>
  isText(value) && /^[A-Za-z0-9+/]*={0,2}$/u.test(value) ? Buffer.byteLength(value, "base64") : -1;

/** NIST SP 800-38D: a nonce of 96 bits and a tag of 128. */
const hasLengths = (salt: unknown, iv: unknown, tag: unknown, data: unknown): boolean =>
  bytesOf(salt) >= 8 &&
  bytesOf(salt) <= 64 &&
  bytesOf(iv) === 12 &&
  bytesOf(tag) === 16 &&
  bytesOf(data) >= 0;

/** A box from the text of a file, or why it is none. What would take too long or too much memory counts as corrupt. */
export const parseBox = (text: string): SealedBox | "corrupt" | "newer" => {
  const value = parseJson(text);
  if (!isRecord(value) || !isPositive(value["version"])) return "corrupt";
  if (value["version"] > 1) return "newer";
  const { cost, blockSize, parallel, salt, iv, tag, data } = value;
  if (!isRecipe(cost, blockSize, parallel) || !hasLengths(salt, iv, tag, data)) return "corrupt";
  if (!isPositive(cost) || !isPositive(blockSize) || !isPositive(parallel)) return "corrupt";
  if (!isText(salt) || !isText(iv) || !isText(tag) || !isText(data)) return "corrupt";
  const recipe = { cost, blockSize, parallel, salt };
  return { version: 1, kdf: "scrypt", ...recipe, cipher: "aes-256-gcm", iv, tag, data };
};

/** The texts of an opened box by name; values that are no text are left out. */
export const parseSecrets = (text: string): ReadonlyMap<string, string> => {
  const value = parseJson(text);
  if (!isRecord(value)) return new Map();
  return new Map(
    Object.entries(value).filter((entry): entry is [string, string] => isText(entry[1])),
  );
};
