import type { AppError } from "../../domain/errors.ts";
import { nonEmpty } from "../../domain/non-empty.ts";
import { compareKeys, sortKeys } from "../../domain/object-key.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import {
  findObjectAt,
  isInOrder,
  listPage,
  maxEmptyPages,
  pageKeys,
  type ListScope,
} from "../ports/find-object.ts";
import type { ListedObject, ListPage, ListParams } from "../ports/object-store.ts";

type Found = Result<ReadonlyMap<string, ListedObject>, AppError>;

/** Up to so many keys are asked for one by one, side by side. */
const fewKeys = 8;

const askEach = async (scope: ListScope, keys: readonly string[]): Promise<Found> => {
  const found = new Map<string, ListedObject>();
  for (const answer of await Promise.all(keys.map((key) => findObjectAt(scope, key)))) {
    if (!answer.ok) return answer;
    if (answer.value) found.set(answer.value.key, answer.value);
  }
  return ok(found);
};

const commonPrefix = (first: string, last: string): string => {
  const a = Array.from(first);
  const b = Array.from(last);
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared += 1;
  return a.slice(0, shared).join("");
};

/** A key right before `key`, so that a list after it begins with `key`, if there is one. */
const justBefore = (key: string): string => {
  const points = Array.from(key);
  const last = points.pop()?.codePointAt(0) ?? 0;
  const start = points.join("");
  // Below "!" the point before is a control character, which a store's XML could not repeat.
  if (last <= 0x21) return start;
  const before = last === 0xe000 ? 0xd7ff : last - 1;
  return `${start}${String.fromCodePoint(before)}\u{10FFFD}`;
};

/**
 * A walk through the pages of a list. It jumps where the store lets it, and where a store does not obey `startAfter`
 * it goes from page to page by the store's own tokens.
 */
class ListWalk {
  readonly #scope: ListScope;
  readonly #prefix: string;
  /** The last key seen; every page has to lead beyond it. */
  #position = "";
  #token: string | null = null;
  #mayJump = true;
  #emptyPages = 0;

  constructor(scope: ListScope, prefix: string) {
    this.#scope = scope;
    this.#prefix = prefix;
  }

  get position(): string {
    return this.#position;
  }

  /** The next page, from `wanted` on where that lies ahead. Its `next` is null after the last one. */
  async page(wanted: string): Promise<Result<ListPage | "no order", AppError>> {
    const isByToken = !this.#mayJump && this.#token !== null;
    const answer = await listPage(this.#scope, {
      prefix: this.#prefix,
      maxKeys: pageKeys,
      ...(isByToken ? { continuation: this.#token ?? undefined } : this.#startBefore(wanted)),
    });
    return answer.ok ? this.#follow(answer.value, isByToken) : answer;
  }

  #startBefore(wanted: string): Pick<ListParams, "startAfter"> {
    const before = justBefore(wanted);
    const startAfter = compareKeys(before, this.#position) > 0 ? before : this.#position;
    return { startAfter: nonEmpty(startAfter) ?? undefined };
  }

  #follow(page: ListPage, isByToken: boolean): Result<ListPage | "no order", AppError> {
    const stuck = fail({ code: "ListStuck", bucket: this.#scope.bucket } as const);
    if (!isInOrder(page.objects, "")) return ok("no order");
    const last = page.objects.at(-1)?.key;
    if (page.next === null) return ok(page);
    if (last === undefined) {
      // What it should have begun with is not on this page: from here on its tokens lead, and it starts anew.
      const isSame = isByToken && page.next === this.#token;
      if (isSame || (this.#emptyPages += 1) > maxEmptyPages) return stuck;
      if (this.#mayJump) this.#position = "";
      this.#mayJump = false;
    } else {
      if (compareKeys(last, this.#position) <= 0) return stuck;
      this.#position = last;
      this.#emptyPages = 0;
    }
    this.#token = page.next;
    return ok(page);
  }
}

/** Reads all that the bucket has under `prefix`, until each of the keys is found: for stores that list in no order. */
const askAll = async (
  scope: ListScope,
  prefix: string,
  wanted: ReadonlySet<string>,
): Promise<Found> => {
  const found = new Map<string, ListedObject>();
  const tokens = new Set<string>();
  for (let continuation: string | undefined; ;) {
    const page = await listPage(scope, { prefix, maxKeys: pageKeys, continuation });
    if (!page.ok) return page;
    const { objects, next } = page.value;
    for (const object of objects) if (wanted.has(object.key)) found.set(object.key, object);
    if (next === null || found.size === wanted.size) return ok(found);
    if (tokens.has(next)) return fail({ code: "ListStuck", bucket: scope.bucket });
    tokens.add(next);
    continuation = next;
  }
};

/**
 * Reads the bucket and the keys side by side, both in order. A page that ends before the next key is followed by a jump
 * to that key: not more pages than keys, nor than the bucket has.
 */
const askMany = async (scope: ListScope, keys: readonly string[]): Promise<Found> => {
  const sorted = sortKeys([...new Set(keys)]);
  const prefix = commonPrefix(sorted[0] ?? "", sorted.at(-1) ?? "");
  const walk = new ListWalk(scope, prefix);
  const found = new Map<string, ListedObject>();
  let next = 0;
  for (let wanted = sorted[next]; wanted !== undefined; wanted = sorted[next]) {
    const page = await walk.page(wanted);
    if (!page.ok) return page;
    if (page.value === "no order") return askAll(scope, prefix, new Set(sorted));
    const byKey = new Map(page.value.objects.map((object) => [object.key, object]));
    const isLast = page.value.next === null;
    for (let key = sorted[next]; key !== undefined; key = sorted[next]) {
      if (!isLast && compareKeys(key, walk.position) > 0) break;
      const object = byKey.get(key);
      if (object) found.set(key, object);
      next += 1;
    }
  }
  return ok(found);
};

/** Which of the keys have an object, found with a right to list only. ListStuck, and what the store answered. */
export const findObjects = (scope: ListScope, keys: readonly string[]): Promise<Found> =>
  keys.length > fewKeys ? askMany(scope, keys) : askEach(scope, keys);
