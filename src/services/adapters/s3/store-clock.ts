import type { AppError } from "../../../domain/errors.ts";
import type { Result } from "../../../domain/result.ts";

/** The store tells its time in seconds, and it is kept in minutes. */
const isSame = (aMs: number, bMs: number): boolean => Math.abs(aMs - bMs) <= 60_000;

/** The store's time as this machine reckons it: requests are signed by it once the own clock was refused. */
export class StoreClock {
  /** Added to this machine's time. */
  offsetMs = 0;
  readonly #onSkew: (minutes: number) => void;

  /** `onSkew` hears by how many minutes this machine is ahead (behind: negative; 0: no more), once for each correction. */
  constructor(onSkew: (minutes: number) => void) {
    this.#onSkew = onSkew;
  }

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  /**
   * Makes a call once more with the clock set right when the store refused it, signed with an offset of `signedWithMs`,
   * for its time. Nothing was stored then: the time is checked first.
   */
  async correct<T>(
    result: Result<T, AppError>,
    signedWithMs: number,
    call: () => Promise<Result<T, AppError>>,
  ): Promise<Result<T, AppError>> {
    if (result.ok || result.error.code !== "ClockSkew") return result;
    // 0 minutes: the store tells no time, or somebody has set right the clock that was made up for.
    if (result.error.minutes === 0 && signedWithMs === 0) return result;
    const offsetMs = -result.error.minutes * 60_000;
    if (isSame(offsetMs, signedWithMs)) return result;
    // Of calls that were refused side by side, the first to come back has set it right for all.
    if (!isSame(offsetMs, this.offsetMs)) {
      this.offsetMs = offsetMs;
      this.#onSkew(result.error.minutes);
    }
    return call();
  }
}
