import type { AppError, AppErrorOf } from "../../../domain/errors.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import {
  deriveKey,
  newRecipe,
  openBox,
  parseBox,
  parseSecrets,
  sealText,
  type DerivedKey,
  type SealedBox,
} from "./secret-box.ts";

/** How the file is read and replaced; a crash leaves the old text or the new one. */
export interface TextFile {
  readonly path: string;
  read(): Promise<Result<string | null, AppError>>;
  replace(text: string): Promise<Result<void, AppError>>;
  /** Waits until nobody else changes the file; gives the function that lets others. */
  lock(): Promise<Result<() => void, AppError>>;
  /** True when there was a file. */
  remove(): Promise<Result<boolean, AppError>>;
}

type Secrets = ReadonlyMap<string, string>;
type Why = AppErrorOf<"SecretStoreUnavailable">["why"];

const unavailable = (why: Why) => fail({ code: "SecretStoreUnavailable", why } as const);

/**
 * Secrets in one file, encrypted with a passphrase that is asked once a session; only the key made from it stays
 * in memory. The file is read anew each time, so that two processes see each other's secrets.
 */
export class EncryptedFile {
  readonly #file: TextFile;
  #key: DerivedKey | null = null;

  constructor(file: TextFile) {
    this.#file = file;
  }

  get path(): string {
    return this.#file.path;
  }

  get isUnlocked(): boolean {
    return this.#key !== null;
  }

  /** Opens the file, or makes the key for a new one. Fails with "wrong passphrase" or StateUnreadable. */
  async unlock(passphrase: string): Promise<Result<void, AppError>> {
    const box = await this.#readBox();
    if (!box.ok) return box;
    const key = await deriveKey(passphrase, box.value ?? newRecipe());
    if (box.value !== null && openBox(box.value, key) === null) {
      return unavailable("wrong passphrase");
    }
    this.#key = key;
    return ok(undefined);
  }

  async exists(): Promise<Result<boolean, AppError>> {
    const text = await this.#file.read();
    return text.ok ? ok(text.value !== null) : text;
  }

  /** Fails with "no passphrase" when there is a file and no passphrase was given. */
  async read(account: string): Promise<Result<string | null, AppError>> {
    const secrets = await this.#readSecrets();
    return secrets.ok ? ok(secrets.value.get(account) ?? null) : secrets;
  }

  async write(account: string, secret: string): Promise<Result<void, AppError>> {
    return this.#change((secrets) => new Map(secrets).set(account, secret));
  }

  async delete(account: string): Promise<Result<boolean, AppError>> {
    const secrets = await this.#readSecrets();
    if (!secrets.ok) return secrets;
    if (!secrets.value.has(account)) return ok(false);
    const changed = await this.#change(
      (current) => new Map(Array.from(current).filter(([name]) => name !== account)),
    );
    return changed.ok ? ok(true) : changed;
  }

  /** Takes the whole file away; needs no passphrase. True when there was one. */
  remove(): Promise<Result<boolean, AppError>> {
    return this.#file.remove();
  }

  async #readBox(): Promise<Result<SealedBox | null, AppError>> {
    const text = await this.#file.read();
    if (!text.ok) return text;
    if (text.value === null) return ok(null);
    const box = parseBox(text.value);
    return typeof box === "string"
      ? fail({ code: "StateUnreadable", file: this.#file.path, reason: box })
      : ok(box);
  }

  async #readSecrets(): Promise<Result<Secrets, AppError>> {
    const box = await this.#readBox();
    if (!box.ok) return box;
    if (box.value === null) return ok(new Map());
    if (this.#key === null) return unavailable("no passphrase");
    const text = openBox(box.value, this.#key);
    // Another process may have begun a new file with another passphrase.
    return text === null ? unavailable("wrong passphrase") : ok(parseSecrets(text));
  }

  async #change(next: (secrets: Secrets) => Secrets): Promise<Result<void, AppError>> {
    if (this.#key === null) return unavailable("no passphrase");
    const unlock = await this.#file.lock();
    if (!unlock.ok) return unlock;
    try {
      // What another process has written meanwhile stays, and a file of another passphrase is refused.
      const secrets = await this.#readSecrets();
      if (!secrets.ok) return secrets;
      const text = JSON.stringify(Object.fromEntries(next(secrets.value)));
      return await this.#file.replace(`${JSON.stringify(sealText(text, this.#key), null, 2)}\n`);
    } finally {
      unlock.value();
    }
  }
}
