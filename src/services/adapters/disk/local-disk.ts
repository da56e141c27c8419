import { statfs } from "node:fs/promises";
import path from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

/** Linux "statfs(2)", f_type: what lies on a disk of this machine or in its memory, and cannot be away. */
const nearTypes: ReadonlySet<number> = new Set([
  0xef53, // ext2 to ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0xf2f52010, // F2FS
  0x2fc12fc1, // ZFS
  0x794c7630, // overlayfs
  0x01021994, // tmpfs
]);

type IsNear = (folder: string) => Promise<boolean>;

/** True where a folder lies on a disk of this machine, and reading from it cannot wait for a network. */
export const isOnThisMachine: IsNear = async (folder) => {
  try {
    return nearTypes.has((await statfs(folder)).type);
  } catch {
    // Whoever asks next says why.
    return false;
  }
};

/** What takes longer was not in memory, and waited for a disk that moves; a collection of garbage does not take so long. */
const quickMs = 3;
/**
 * So many questions go to a thread after a slow one; then one may show that what follows is in memory again. With each
 * that is slow in its turn it is twice as many, so that a cold folder soon stops the event loop once in 64 files: a single
 * one is mostly a processor that others had meanwhile, and each file by a thread costs 0.3 ms more.
 */
const minAskedAside = 8;
const maxAskedAside = 64;
/** Each costs one statfs, and some hundred bytes. */
const knownFolders = 1_000;
/** Half a frame of a screen: after so long with one answer behind the other, everything else has its turn. */
const turnMs = 8;

/**
 * To wake a thread takes 0.03 ms of the event loop; most of what is asked of a small file is in memory, and takes the
 * system a tenth of that. So it is asked at once where the file system is on this machine, as long as it answers at
 * once; one on a network, or of a kind not known, is asked by a thread always. Without it many small files take 30 %
 * longer, and their plan 72 % (docs/decisions/0013-small-files-without-a-thread.md).
 */
export class LocalDisk {
  readonly #probe: IsNear;
  readonly #nowMs: () => number;
  readonly #folders = new Map<string, boolean | Promise<boolean>>();
  #askedAside = 0;
  #nextAskedAside = minAskedAside;
  #spentMs = 0;
  #turn: Promise<void> | null = null;

  constructor(probe: IsNear = isOnThisMachine, nowMs = () => performance.now()) {
    this.#probe = probe;
    this.#nowMs = nowMs;
  }

  /**
   * `direct` and `aside` ask the same of `file`, in the event loop or by a thread. `direct` gives null for a link,
   * which may lead anywhere. The answer is there at once where nothing is waited for. Throws and rejects as they do.
   */
  ask<T>(file: string, direct: () => T | null, aside: () => Promise<T>): T | Promise<T> {
    const isNear = this.#isNear(path.dirname(file));
    const isAtOnce = this.#turn === null || this.#askedAside > 0;
    if (isNear === true && isAtOnce) return this.#askNear(direct, aside);
    return isNear === false ? aside() : this.#askLater(isNear, direct, aside);
  }

  async #askLater<T>(
    isNear: true | Promise<boolean>,
    direct: () => T | null,
    aside: () => Promise<T>,
  ): Promise<T> {
    if (!(await isNear)) return aside();
    while (this.#turn && this.#askedAside === 0) await this.#turn;
    return this.#askNear(direct, aside);
  }

  #askNear<T>(direct: () => T | null, aside: () => Promise<T>): T | Promise<T> {
    if (this.#askedAside > 0) {
      this.#askedAside -= 1;
      return aside();
    }
    const startedMs = this.#nowMs();
    try {
      const answer = direct();
      if (answer !== null) return answer;
    } finally {
      this.#took(this.#nowMs() - startedMs);
    }
    return aside();
  }

  #took(tookMs: number): void {
    if (tookMs > quickMs) {
      this.#askedAside = this.#nextAskedAside;
      this.#nextAskedAside = Math.min(maxAskedAside, 2 * this.#nextAskedAside);
    } else this.#nextAskedAside = minAskedAside;
    this.#spentMs += tookMs;
    if (this.#spentMs > turnMs) this.#turn ??= this.#giveTurn();
  }

  async #giveTurn(): Promise<void> {
    await nextTurn();
    this.#spentMs = 0;
    this.#turn = null;
  }

  #isNear(folder: string): boolean | Promise<boolean> {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    if (this.#folders.size >= knownFolders) this.#folders.clear();
    const found = this.#probe(folder).then((isNear) => {
      this.#folders.set(folder, isNear);
      return isNear;
    });
    this.#folders.set(folder, found);
    return found;
  }
}
