import { describe, expect, it } from "vitest";
import type { ObjectStore } from "../../../../src/services/ports/object-store.ts";
import {
  openOddStore,
  refusal,
  type OddRequest,
  oddBucket as bucket,
} from "../../../support/sites/odd-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const list = (store: ObjectStore, more: object = {}) =>
  store.list({ bucket, prefix: "", maxKeys: 2, signal: AbortSignal.timeout(20_000), ...more });

const xmlOf = (...keys: readonly string[]) =>
  keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`).join("");
const isVersion2 = ({ query }: OddRequest) => query.get("list-type") === "2";

describe("a list", () => {
  it("always says its prefix, also an empty one", async () => {
    const { store, requests } = await openOddStore(() => ({
      body: `<ListBucketResult><Name>inbox</Name><KeyCount>0</KeyCount></ListBucketResult>`,
    }));
    expect(valueOf(await list(store)).objects).toEqual([]);
    expect(requests[0]?.query.get("prefix")).toBe("");
  });

  it("leaves out what lies before its start, and the start itself", async () => {
    const { store } = await openOddStore(() => ({
      body: `<ListBucketResult><Name>inbox</Name><KeyCount>3</KeyCount>${xmlOf("a", "b", "c")}</ListBucketResult>`,
    }));
    const page = valueOf(await list(store, { startAfter: "b" }));
    expect(page.objects.map(({ key }) => key)).toEqual(["c"]);
  });

  it.each([
    ["9E107D9D372BB6826BD81D3542A419D6", "9e107d9d372bb6826bd81d3542a419d6"],
    ["9E107D9D372BB6826BD81D3542A419D6-12", "9e107d9d372bb6826bd81d3542a419d6-12"],
    ["0x8DC5A7B8E9F1234", "0x8DC5A7B8E9F1234"],
  ])("gives the ETag %s to be compared with ours as %s", async (etag, expected) => {
    const object = `<Contents><Key>a</Key><ETag>"${etag}"</ETag><Size>1</Size></Contents>`;
    const { store } = await openOddStore(() => ({
      body: `<ListBucketResult><Name>inbox</Name><KeyCount>1</KeyCount>${object}</ListBucketResult>`,
    }));
    expect(valueOf(await list(store)).objects[0]?.etag).toBe(expected);
  });

  it("has the keys as they are where the store encodes them unasked", async () => {
    const inner = `<EncodingType>url</EncodingType><KeyCount>3</KeyCount>${xmlOf("d%2Fa+b%2B%25", "d%2F%C3%A9", "e%")}`;
    const { store } = await openOddStore(() => ({
      body: `<ListBucketResult><Name>inbox</Name>${inner}</ListBucketResult>`,
    }));
    const keys = valueOf(await list(store)).objects.map(({ key }) => key);
    expect(keys).toEqual(["d/a b+%", "d/é", "e%"]);
  });

  it("needs no name of the bucket, but something that only a list has", async () => {
    const { store } = await openOddStore(({ query }) => ({
      body:
        query.get("prefix") === ""
          ? `<ListBucketResult><Prefix/>${xmlOf("a")}</ListBucketResult>`
          : `<ListBucketResult></ListBucketResult>`,
    }));
    expect(valueOf(await list(store)).objects).toHaveLength(1);
    expect(await list(store, { prefix: "x" })).toMatchObject({ error: { code: "StoreFault" } });
  });

  it.each([
    ["refuses the method of list-type=2", refusal(405, "MethodNotAllowed")],
    ["refuses list-type=2", refusal(501, "NotImplemented", "list-type")],
    ["takes no notice of list-type=2", null],
  ])("goes on by markers at a store that %s", async (_, refused) => {
    const { store } = await openOddStore((request) => {
      if (refused !== null && isVersion2(request)) return refused;
      const isSecond = request.query.get("marker") === "b";
      const inner = isSecond
        ? `<IsTruncated>false</IsTruncated>${xmlOf("c")}`
        : `<IsTruncated>true</IsTruncated>${xmlOf("a", "b")}`;
      return { body: `<ListBucketResult><Name>inbox</Name>${inner}</ListBucketResult>` };
    });
    const first = valueOf(await list(store));
    expect(first).toMatchObject({ objects: [{ key: "a" }, { key: "b" }], next: "b" });
    const second = valueOf(await list(store, { continuation: first.next }));
    expect(second).toMatchObject({ objects: [{ key: "c" }], next: null });
  });
});
