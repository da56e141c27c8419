import type { FolderPart } from "../../domain/packed-folder.ts";
import type { AppError } from "../../domain/errors.ts";
import type { Result } from "../../domain/result.ts";

type Chunk = Result<FolderPart, AppError>;

/** Lists a folder in chunks; rejects with the reason of an abort. */
export type ListFolder = (folder: string, signal: AbortSignal) => AsyncIterable<Chunk>;

/** Reads at its own pace what somebody else takes at theirs. */
const createReader = (chunks: AsyncIterable<Chunk>) => {
  const waiting: Chunk[] = [];
  let news = Promise.withResolvers<void>();
  const read = async () => {
    for await (const chunk of chunks) {
      waiting.push(chunk);
      news.resolve();
      news = Promise.withResolvers();
    }
  };
  const state = { isOver: false };
  const ended = read().finally(() => {
    state.isOver = true;
  });
  // Whoever takes the chunks hears of a failure; nobody may ever take them.
  ended.catch(() => undefined);
  return async function* take(): AsyncGenerator<Chunk> {
    for (;;) {
      // Taken first: a chunk that comes while others are given away must not go unheard.
      const { promise } = news;
      yield* waiting.splice(0);
      if (state.isOver) break;
      await Promise.race([promise, ended]);
    }
    await ended;
    yield* waiting.splice(0);
  };
};

/**
 * Begins to list a folder before anybody asks for it, so that the disk works while the program is still being
 * loaded. The first one who asks for this folder gets that list; all others are listed by `later`.
 */
export const readAhead = (early: ListFolder, later: ListFolder, folder: string): ListFolder => {
  const stop = new AbortController();
  let take: (() => AsyncGenerator<Chunk>) | null = createReader(early(folder, stop.signal));
  return (asked, signal) => {
    const read = take;
    take = null;
    if (asked === folder && read) {
      signal.addEventListener("abort", () => stop.abort(signal.reason), { once: true });
      return read();
    }
    stop.abort();
    return later(asked, signal);
  };
};
