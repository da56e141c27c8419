import type { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";

/** Jobs that follow each other in a queue. */
export interface JobPage<T> {
  readonly jobs: readonly Job<T>[];
  /** Ids whose job is gone; they were removed. */
  readonly lost: number;
  /** Nothing stands behind these. */
  readonly isLast: boolean;
}

/**
 * Jobs `from`, `from` + 1 and so on of those of one priority, at most `count`. An id without a job, which an evicting
 * or damaged Redis leaves behind, is removed: it would be counted for ever, and a page full of such ids looks empty.
 */
export const readJobs = async <T>(
  queue: Queue<T>,
  redis: Redis,
  from: number,
  count: number,
): Promise<JobPage<T>> => {
  const ids = await queue.getRanges(["prioritized"], from, from + count - 1, true);
  // Not getJobs: it fills a page with what stands behind it.
  const found = await Promise.all(
    ids.map(async (id) => {
      const job: Job<T> | undefined = await queue.getJob(id);
      return { id, job };
    }),
  );
  let lost = 0;
  for (const { id, job } of found)
    // 0 when another server has delivered it since the first look.
    if (job === undefined) lost += await redis.zrem(queue.toKey("prioritized"), id);
  const jobs = found.flatMap(({ job }) => (job === undefined ? [] : [job]));
  return { jobs, lost, isLast: ids.length < count };
};
