import type { AppError, AppErrorOf } from "../../../domain/errors.ts";
import { fail, ok, type Result } from "../../../domain/result.ts";
import type { SecretHolder, SecretStore } from "../../ports/secret-store.ts";
import type { EncryptedFile } from "./encrypted-file.ts";
import { whyUnavailable, withTimeLimit, type Keychain } from "./keychain.ts";

type Why = AppErrorOf<"SecretStoreUnavailable">["why"];

/** A keychain, and whether it takes secrets now. */
interface Probed {
  readonly keychain: Keychain;
  /** Null when it does. */
  readonly trouble: Why | null;
}

export interface SecretVaultDeps {
  /** In the order of preference; none when the place was fixed to another one. */
  readonly keychains: readonly (() => Promise<Keychain | null>)[];
  readonly file: EncryptedFile;
  /** True: nothing is kept beyond this process. */
  readonly isSessionOnly: boolean;
  /** For an answer of the keychain, which may be waiting for a person on another screen. */
  readonly limitMs: number;
}

const probeAccount = "probe";

/** A keychain found locked is taken to be so this long: each look may put a question on the person's screen. */
const lockedForMs = 5_000;

const unavailable = (why: Why) => fail({ code: "SecretStoreUnavailable", why } as const);

/**
 * Where the secrets are: the first keychain that takes one, else an encrypted file, else this process's memory.
 * Reading looks in all of them, so that a secret typed over SSH and one typed at the queue are both found.
 */
export class SecretVault implements SecretStore {
  readonly #deps: SecretVaultDeps;
  /** Secrets that only this process holds; null: known to be held nowhere. */
  readonly #session = new Map<string, string | null>();
  #isSessionOnly: boolean;
  #loading: Promise<readonly (Keychain | null)[]> | null = null;
  #probing: Promise<readonly Probed[]> | null = null;
  /** When a keychain was last found locked; infinity while none is known to be. */
  #lockedAtMs = Number.POSITIVE_INFINITY;
  #writable: Keychain | null = null;

  /** Asks nothing of a keychain yet: that waits until a secret or the holder is wanted. */
  constructor(deps: SecretVaultDeps) {
    this.#deps = deps;
    this.#isSessionOnly = deps.isSessionOnly;
  }

  /** As far as known: complete after `probe`. */
  get holder(): SecretHolder {
    if (this.#isSessionOnly) return { kind: "session", through: "memory" };
    if (this.#writable) return { kind: "keychain", through: this.#writable.through };
    return { kind: "encrypted file", through: "scrypt, AES-256-GCM", path: this.#deps.file.path };
  }

  /** Finds out which place takes secrets, by storing one and taking it back. */
  async probe(): Promise<SecretHolder> {
    if (!this.#isSessionOnly) await this.#probed();
    return this.holder;
  }

  /** Each keychain library that can be loaded, and what is wrong with its keychain. For `doctor`. */
  async keychainErrors(): Promise<
    readonly { readonly through: string; readonly why: Why | null }[]
  > {
    const probed = await this.#probed();
    return probed.map(({ keychain, trouble }) => ({ through: keychain.through, why: trouble }));
  }

  /** Whether the next write needs a passphrase first: of the file that is there, or of one to be made. */
  async passphraseNeed(): Promise<"none" | "open" | "create"> {
    const holder = await this.probe();
    if (holder.kind !== "encrypted file" || this.#deps.file.isUnlocked) return "none";
    const exists = await this.#deps.file.exists();
    return exists.ok && !exists.value ? "create" : "open";
  }

  /** True when there is an encrypted file that nobody has opened in this session. */
  async isFileLocked(): Promise<boolean> {
    if (this.#isSessionOnly || this.#deps.file.isUnlocked) return false;
    const exists = await this.#deps.file.exists();
    return exists.ok && exists.value;
  }

  /** Opens or begins the encrypted file; null keeps secrets for this session only. */
  async unlock(passphrase: string | null): Promise<Result<void, AppError>> {
    if (passphrase !== null) return this.#deps.file.unlock(passphrase);
    this.#isSessionOnly = true;
    return ok(undefined);
  }

  /** Holds a secret in the memory of this process only; null: somebody has forgotten it, here and elsewhere. */
  keepForSession(account: string, secret: string | null): void {
    this.#session.set(account, secret);
  }

  async read(account: string): Promise<Result<string | null, AppError>> {
    const held = this.#session.get(account);
    if (held !== undefined) return ok(held);
    if (this.#deps.isSessionOnly) return ok(null);
    for (const keychain of await this.#loaded()) {
      const secret = await this.#limited(keychain.read(account)).catch(() => null);
      if (secret !== null) return ok(secret);
    }
    const fromFile = await this.#deps.file.read(account);
    if (!fromFile.ok || fromFile.value !== null) return fromFile;
    return (await this.#isLocked()) ? unavailable("locked") : ok(null);
  }

  async write(account: string, secret: string): Promise<Result<void, AppError>> {
    // Whoever saves a secret may have opened the keychain for it a moment ago.
    if (!this.#isSessionOnly) await this.#probed(0);
    if (this.holder.kind === "session") {
      this.#session.set(account, secret);
      return ok(undefined);
    }
    const written = await this.#writeTo(account, secret);
    if (written.ok) await this.#deleteElsewhere(account);
    return written;
  }

  async delete(account: string): Promise<Result<boolean, AppError>> {
    const wasHeld = (this.#session.get(account) ?? null) !== null;
    this.#session.delete(account);
    if (this.#deps.isSessionOnly) return ok(wasHeld);
    const fromKeychains = await this.#deleteInKeychains(account);
    if (!fromKeychains.ok) return fromKeychains;
    const fromFile = await this.#deps.file.delete(account);
    if (!fromFile.ok) return fromFile;
    const wasThere = wasHeld || fromKeychains.value || fromFile.value;
    return !wasThere && (await this.#isLocked()) ? unavailable("locked") : ok(wasThere);
  }

  async deleteAll(accounts: readonly string[]): Promise<Result<void, AppError>> {
    let wasThere = [...this.#session.values()].some((secret) => secret !== null);
    this.#session.clear();
    if (this.#deps.isSessionOnly) return ok(undefined);
    for (const account of accounts) {
      const deleted = await this.#deleteInKeychains(account);
      if (!deleted.ok) return deleted;
      wasThere ||= deleted.value;
    }
    const removed = await this.#deps.file.remove();
    if (!removed.ok) return removed;
    const isLocked = !wasThere && !removed.value && (await this.#isLocked());
    return isLocked ? unavailable("locked") : ok(undefined);
  }

  /** A locked keychain answers "nothing there" instead of "locked": only an attempt to store tells. */
  async #isLocked(): Promise<boolean> {
    const probed = await this.#probed();
    return this.#writable === null && probed.some(({ trouble }) => trouble === "locked");
  }

  async #deleteInKeychains(account: string): Promise<Result<boolean, AppError>> {
    let wasThere = false;
    for (const keychain of await this.#loaded()) {
      try {
        wasThere = (await this.#limited(keychain.delete(account))) || wasThere;
      } catch (thrown) {
        const why = whyUnavailable(thrown);
        if (why !== "missing") return unavailable(why);
      }
    }
    return ok(wasThere);
  }

  async #writeTo(account: string, secret: string): Promise<Result<void, AppError>> {
    if (!this.#writable) return this.#deps.file.write(account, secret);
    try {
      await this.#limited(this.#writable.write(account, secret));
      return ok(undefined);
    } catch (thrown) {
      return unavailable(whyUnavailable(thrown));
    }
  }

  /** One place holds a secret: an older one elsewhere would be read first some day. What is locked stays. */
  async #deleteElsewhere(account: string): Promise<void> {
    this.#session.delete(account);
    const others = (await this.#loaded()).filter((keychain) => keychain !== this.#writable);
    for (const keychain of others) {
      await this.#limited(keychain.delete(account)).catch(() => false);
    }
    if (this.#writable && this.#deps.file.isUnlocked) await this.#deps.file.delete(account);
  }

  async #loaded(): Promise<readonly Keychain[]> {
    this.#loading ??= Promise.all(this.#deps.keychains.map((load) => load()));
    return (await this.#loading).filter((keychain) => keychain !== null);
  }

  #limited<T>(work: Promise<T>): Promise<T> {
    return withTimeLimit(work, this.#deps.limitMs);
  }

  /**
   * What was found is kept, but for a locked keychain, which is asked again once the answer is older than
   * `maxAgeMs`: a person may have opened it since. One that is missing costs no second look.
   */
  #probed(maxAgeMs = lockedForMs): Promise<readonly Probed[]> {
    if (performance.now() - this.#lockedAtMs > maxAgeMs) this.#probing = null;
    this.#probing ??= this.#probeAll();
    return this.#probing;
  }

  async #probeAll(): Promise<readonly Probed[]> {
    this.#lockedAtMs = Number.POSITIVE_INFINITY;
    const probed: Probed[] = [];
    for (const keychain of await this.#loaded()) {
      const trouble = await this.#tryOut(keychain);
      probed.push({ keychain, trouble });
      if (trouble !== null) continue;
      this.#writable = keychain;
      return probed;
    }
    if (probed.some(({ trouble }) => trouble === "locked")) this.#lockedAtMs = performance.now();
    return probed;
  }

  async #tryOut(keychain: Keychain): Promise<Why | null> {
    try {
      await this.#limited(keychain.write(probeAccount, "works"));
      await this.#limited(keychain.delete(probeAccount));
      return null;
    } catch (thrown) {
      return whyUnavailable(thrown);
    }
  }
}
