import type { AppError } from "../domain/errors.ts";
import type { Result } from "../domain/result.ts";
import type { ConflictPolicy } from "../domain/transfer.ts";
import type {
  AddedTransfer,
  QueueSnapshot,
  QueueWindow,
  TransferDesk,
  TransferRequest,
  TransferSelection,
} from "../services/queue/transfer-desk.ts";

/** A desk that is still being opened: the first frame does not wait for a worker's start, its calls do. */
export class DeferredDesk implements TransferDesk {
  readonly #opening: Promise<TransferDesk>;

  constructor(opening: Promise<TransferDesk>) {
    this.#opening = opening;
  }

  async add(
    requests: readonly TransferRequest[],
  ): Promise<Result<readonly AddedTransfer[], AppError>> {
    return (await this.#opening).add(requests);
  }

  async pause(which: TransferSelection): Promise<void> {
    await (await this.#opening).pause(which);
  }

  async resume(which: TransferSelection): Promise<void> {
    await (await this.#opening).resume(which);
  }

  async cancel(which: TransferSelection): Promise<void> {
    await (await this.#opening).cancel(which);
  }

  async retry(which: TransferSelection, conflict?: ConflictPolicy): Promise<void> {
    await (await this.#opening).retry(which, conflict);
  }

  async dismiss(which: TransferSelection): Promise<void> {
    await (await this.#opening).dismiss(which);
  }

  async limit(bytesPerSecond: number | null): Promise<void> {
    await (await this.#opening).limit(bytesPerSecond);
  }

  async snapshot(window: QueueWindow): Promise<QueueSnapshot> {
    return (await this.#opening).snapshot(window);
  }

  /** Calls back once when the desk is open, too. */
  subscribe(onChange: () => void): () => void {
    let end: (() => void) | null = null;
    let isWanted = true;
    const begin = async () => {
      const desk = await this.#opening;
      if (!isWanted) return;
      end = desk.subscribe(onChange);
      onChange();
    };
    // The opening of a desk never rejects: without a worker it is the one of this process.
    void begin();
    return () => {
      isWanted = false;
      end?.();
    };
  }
}
