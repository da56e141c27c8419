import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import { compareKeys } from "../../../src/domain/object-key.ts";
import { fail, ok, type Result } from "../../../src/domain/result.ts";
import type {
  ListPage,
  ListParams,
  ObjectStore,
} from "../../../src/services/ports/object-store.ts";
import {
  awsAbilities,
  unknownAbilities,
  type StoreAbilities,
} from "../../../src/domain/store-abilities.ts";
import { findConflicts } from "../../../src/services/selection/find-conflicts.ts";

interface BucketOddities {
  /** Keys a page at most, whatever is asked for. */
  readonly pageKeys?: number;
  /** Each list begins with the first key; what lies before `startAfter` is then left out by the adapter. */
  readonly ignoresStartAfter?: boolean;
  /** The token of a page is always the same. */
  readonly repeatsToken?: boolean;
  /** Keys come in the order that they are given in. */
  readonly hasNoOrder?: boolean;
}

/** Lists as S3 does: in byte order, after a key, at most a page. */
const createBucket = (
  keys: readonly string[],
  {
    pageKeys = 1000,
    ignoresStartAfter = false,
    repeatsToken = false,
    hasNoOrder = false,
  }: BucketOddities = {},
) => {
  const sorted = hasNoOrder ? keys : keys.toSorted(compareKeys);
  const requests: ListParams[] = [];
  const list = async (params: ListParams): Promise<Result<ListPage, AppError>> => {
    requests.push(params);
    const { prefix, startAfter = "", continuation, maxKeys } = params;
    const from = continuation ?? (ignoresStartAfter ? "" : startAfter);
    const isBehind = (key: string, index: number) =>
      hasNoOrder ? index > sorted.indexOf(from) : compareKeys(key, from) > 0;
    const found = sorted.filter((key, index) => key.startsWith(prefix) && isBehind(key, index));
    const page = found.slice(0, Math.min(pageKeys, maxKeys));
    const next = repeatsToken ? "" : (page.at(-1) ?? null);
    return ok({
      objects: page
        .filter((key) => continuation !== undefined || compareKeys(key, startAfter) > 0)
        .map((key) => ({ key, sizeBytes: 9, modifiedAtMs: 2, etag: "e" })),
      next: page.length < found.length ? next : null,
    });
  };
  return { list, requests };
};

const planOf = (keys: readonly string[]) => ({
  files: keys.map((key) => ({
    path: `/home/${key}`,
    key,
    fingerprint: { sizeBytes: 5, mtimeMs: 1, inode: 1, device: 1 },
  })),
  skipped: [],
  totalBytes: 0,
});

const find = (
  list: ObjectStore["list"],
  keys: readonly string[],
  abilities: StoreAbilities = awsAbilities,
) => {
  const { signal } = new AbortController();
  const store = { list, abilities: () => abilities };
  return findConflicts({ store, bucket: "inbox", plan: planOf(keys), signal });
};

describe("finding conflicts", () => {
  it("asks for few keys one by one, one key an answer", async () => {
    const bucket = createBucket(["in/a.csv", "in/a.csv.bak", "in/c"]);
    const found = await find(bucket.list, ["in/a.csv", "in/b.csv", "in/a"]);
    expect(found).toEqual({
      ok: true,
      value: [
        {
          path: "/home/in/a.csv",
          key: "in/a.csv",
          ours: { sizeBytes: 5, modifiedAtMs: 1 },
          theirs: { sizeBytes: 9, modifiedAtMs: 2 },
        },
      ],
    });
    expect(bucket.requests.map(({ prefix, maxKeys }) => [prefix, maxKeys])).toEqual([
      ["in/a.csv", 1],
      ["in/b.csv", 1],
      ["in/a", 1],
    ]);
  });

  it("reads many keys under what they have in common", async () => {
    const keys = Array.from({ length: 3000 }, (_, index) => `in/${String(index).padStart(5, "0")}`);
    const bucket = createBucket([...keys, "other/x"]);
    const found = await find(bucket.list, keys);
    expect(found.ok && found.value.length).toBe(3000);
    expect(bucket.requests).toHaveLength(3);
    expect(bucket.requests[0]?.prefix).toBe("in/0");
  });

  it("jumps over what the bucket has besides", async () => {
    const others = Array.from({ length: 50_000 }, (_, index) => `in/m-${index}`);
    const bucket = createBucket([...others, "in/a-7", "in/z-3"]);
    const wanted = Array.from({ length: 10 }, (_, index) => [`in/a-${index}`, `in/z-${index}`]);
    const found = await find(bucket.list, wanted.flat());
    expect(found.ok && found.value.map(({ key }) => key)).toEqual(["in/z-3", "in/a-7"]);
    expect(bucket.requests.length).toBeLessThanOrEqual(3);
  });

  it("finds exactly the keys that are there, with not more lists than keys and one", async () => {
    const key = fc.string({
      unit: fc.constantFrom("a", "b", "/", "!", "é", "\uE000", "😀"),
      minLength: 1,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { minLength: 9, maxLength: 40 }),
        fc.uniqueArray(key, { maxLength: 40 }),
        async (wanted, there) => {
          const bucket = createBucket(there);
          const found = await find(bucket.list, wanted);
          const expected = wanted.filter((one) => there.includes(one));
          expect(found.ok && found.value.map((conflict) => conflict.key)).toEqual(expected);
          expect(bucket.requests.length).toBeLessThanOrEqual(wanted.length + 1);
        },
      ),
    );
  });

  it.each([
    ["pages that are shorter than asked for", { pageKeys: 7 }],
    ["lists that begin with the first key whatever is asked", { ignoresStartAfter: true }],
    ["both", { pageKeys: 7, ignoresStartAfter: true }],
  ])("misses no key because of %s", async (_, oddities) => {
    const others = Array.from({ length: 2500 }, (_each, index) => `in/m-${index}`);
    const bucket = createBucket([...others, "in/a-7", "in/z-3"], oddities);
    const wanted = Array.from({ length: 10 }, (_each, index) => [`in/a-${index}`, `in/z-${index}`]);
    const found = await find(bucket.list, wanted.flat());
    expect(found.ok && found.value.map(({ key }) => key)).toEqual(["in/z-3", "in/a-7"]);
  });

  it.each([
    ["few", ["in/a"], 3],
    ["many", Array.from({ length: 12 }, (_, index) => `in/a${index}`), 2],
  ])("finds %s keys also where lists have no order", async (_, wanted, most) => {
    const longer = Array.from({ length: 1500 }, (_each, index) => `in/a${index}.bak`).toReversed();
    const bucket = createBucket([...longer, ...wanted.toReversed()], { hasNoOrder: true });
    const found = await find(bucket.list, wanted, unknownAbilities);
    expect(found.ok && found.value.map(({ key }) => key)).toEqual(wanted);
    expect(bucket.requests.length).toBeLessThanOrEqual(most + 1);
  });

  it("asks once more for a key of which it sees a longer one only, unless the store guards it", async () => {
    const bucket = createBucket(["in/a.1", "in/a.2", "in/a.3"], { pageKeys: 2 });
    expect(await find(bucket.list, ["in/a"], unknownAbilities)).toEqual({ ok: true, value: [] });
    expect(bucket.requests.map(({ maxKeys }) => maxKeys)).toEqual([1, 1000]);
    await find(bucket.list, ["in/a"], awsAbilities);
    expect(bucket.requests).toHaveLength(3);
  });

  it("ends with an error where pages repeat themselves", async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `in/${index}`);
    const oddities = { pageKeys: 5, ignoresStartAfter: true, repeatsToken: true };
    const bucket = createBucket(keys, oddities);
    const error = { code: "ListStuck", bucket: "inbox" };
    expect(await find(bucket.list, keys.toReversed())).toEqual({ ok: false, error });
  });

  it("asks nothing for an empty plan", async () => {
    const bucket = createBucket([]);
    expect(await find(bucket.list, [])).toEqual({ ok: true, value: [] });
    expect(bucket.requests).toEqual([]);
  });

  it.each([["few", ["a", "b"]] as const, ["many", Array.from("abcdefghijkl")] as const])(
    "says what the store answered when it may not list (%s keys)",
    async (_, keys) => {
      const error: AppError = { code: "AccessDenied", right: "list", bucket: "inbox" };
      expect(await find(async () => fail(error), keys)).toEqual({ ok: false, error });
    },
  );
});
