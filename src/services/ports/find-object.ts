import type { AppError } from "../../domain/errors.ts";
import { compareKeys } from "../../domain/object-key.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import type { ListedObject, ListPage, ListParams, ObjectStore } from "./object-store.ts";

/** Where to look. */
export interface ListScope {
  readonly store: Pick<ObjectStore, "list" | "abilities">;
  readonly bucket: string;
  readonly signal: AbortSignal;
  /** Called after each page. */
  readonly onPage?: (() => void) | undefined;
}

/** S3 lists at most 1,000 keys a page. */
export const pageKeys = 1000;
/** Pages without a key, one after the other, before a list counts as endless. */
export const maxEmptyPages = 1000;

/** One page, which is told to `onPage`. */
export const listPage = async (
  { store, bucket, signal, onPage }: ListScope,
  params: Omit<ListParams, "bucket" | "signal">,
): Promise<Result<ListPage, AppError>> => {
  const page = await store.list({ bucket, ...params, signal });
  onPage?.();
  return page;
};

/** False for a page whose keys do not follow `before` and each other in S3's order: Storj, directory buckets of AWS. */
export const isInOrder = (objects: readonly ListedObject[], before: string): boolean =>
  objects.every(({ key }, index) => compareKeys(objects[index - 1]?.key ?? before, key) <= 0);

/**
 * The object under exactly this key, or null: one list, since the key itself comes before every longer key that
 * begins with it. A store that may write over an object has to show first that it lists in this order. ListStuck, and
 * what the store answered. Among the ports because an adapter looks too.
 */
export const findObjectAt = async (
  scope: ListScope,
  key: string,
): Promise<Result<ListedObject | null, AppError>> => {
  const trustsOrder = scope.store.abilities(scope.bucket).condition === "honoured";
  let continuation: string | undefined;
  /** Of the pages so far; null while none had a key. */
  let last: string | null = null;
  for (let empty = 0; empty < maxEmptyPages;) {
    const maxKeys = last === null ? 1 : pageKeys;
    const page = await listPage(scope, { prefix: key, maxKeys, continuation });
    if (!page.ok) return page;
    const { objects, next } = page.value;
    const found = objects.find((object) => object.key === key);
    if (found !== undefined || next === null) return ok(found ?? null);
    // One key behind another says nothing of the order, a page of them does.
    const hasShownOrder = last !== null && objects.length > 1 && isInOrder(objects, last);
    if (objects.length > 0 && (trustsOrder || hasShownOrder)) return ok(null);
    if (next === continuation) break;
    continuation = next;
    last = objects.at(-1)?.key ?? last;
    empty = objects.length === 0 ? empty + 1 : 0;
  }
  return fail({ code: "ListStuck", bucket: scope.bucket });
};
