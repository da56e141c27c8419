import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  openOddStore,
  refusal,
  type OddRequest,
  oddBucket as bucket,
  hello as body,
  takenHello as taken,
  putHello,
} from "../../../support/sites/odd-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const regionOf = ({ headers }: OddRequest) => headers.authorization?.split("/")[2];
const sides = ["a", "b", "c", "d"];

const inParis = (request: OddRequest) =>
  regionOf(request) === "fr-par"
    ? taken
    : refusal(400, "AuthorizationHeaderMalformed", "the region is wrong; expecting 'fr-par'");

describe("a bucket in another region than was said", () => {
  it("is written to there, also by requests that were refused side by side", async () => {
    const { store, requests } = await openOddStore(inParis, { address: { followsRegion: true } });
    for (const put of await Promise.all(sides.map((key) => putHello(store, { key })))) valueOf(put);
    valueOf(await putHello(store));
    expect(requests).toHaveLength(2 * sides.length + 1);
    expect(requests.filter((each) => regionOf(each) === "fr-par")).toHaveLength(sides.length + 1);
  });

  it("is said to be there where a person has to know", async () => {
    const { store, requests } = await openOddStore(inParis);
    expect(await putHello(store)).toMatchObject({ error: { code: "WrongRegion", is: "fr-par" } });
    expect(requests).toHaveLength(1);
  });
});

const sumOf = ({ headers }: OddRequest) => headers["x-amz-content-sha256"];
const isSigned = (request: OddRequest) => sumOf(request) !== "UNSIGNED-PAYLOAD";

describe("a store that takes no unsigned payload", () => {
  it.each([
    refusal(400, "InvalidRequest", "StorageFabric : UNSIGNED-PAYLOAD PUT is not allowed"),
    refusal(501, "NotImplemented", "Unsigned payload is not supported"),
    refusal(400, "XAmzContentSHA256Mismatch", "The provided sum does not match"),
  ])("gets the sum of each body from then on: %j", async (said) => {
    const { store, requests } = await openOddStore((request) => (isSigned(request) ? taken : said));
    for (const put of await Promise.all(sides.map((key) => putHello(store, { key })))) valueOf(put);
    valueOf(await putHello(store));
    expect(requests).toHaveLength(2 * sides.length + 1);
    expect(requests.map(sumOf).at(-1)).toBe(createHash("sha256").update(body).digest("hex"));
    expect(store.abilities(bucket)).toMatchObject({ payload: "signed", condition: "unknown" });
  });

  it("is no reason to send what arrived damaged once more", async () => {
    const said = refusal(400, "XAmzContentSHA256Mismatch", "The provided sum does not match");
    const { store, requests } = await openOddStore(() => said);
    expect(await putHello(store)).toMatchObject({ error: { code: "ChecksumMismatch" } });
    expect(await putHello(store)).toMatchObject({ error: { code: "ChecksumMismatch" } });
    expect(requests).toHaveLength(3);
  });
});
