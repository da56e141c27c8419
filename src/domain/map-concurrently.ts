/**
 * What `work` gives for each of `items`, in their order, with at most `maxConcurrent` of them under way. Rejects with
 * the first failure, after which none is begun.
 */
export const mapConcurrently = async <A, B>(
  items: readonly A[],
  maxConcurrent: number,
  work: (item: A, index: number) => B | Promise<B>,
): Promise<readonly B[]> => {
  const results: B[] = [];
  // Shared by all lanes: each takes the next.
  const queue = items.entries();
  let hasFailed = false;
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (hasFailed) return;
      const result = work(item, index);
      // Awaiting what is no promise would cost a turn for each of 100,000 items.
      results[index] = result instanceof Promise ? await result : result;
    }
  };
  const stopAll = (thrown: unknown): never => {
    hasFailed = true;
    throw thrown;
  };
  await Promise.all(
    Array.from({ length: Math.min(maxConcurrent, items.length) }, () => lane().catch(stopAll)),
  );
  return results;
};
