import { expect, it } from "vitest";
import { lastRate } from "../../../src/services/selection/last-rate.ts";
import { someReceipt } from "../../support/values/transfers.ts";

const target = {
  connection: "acme",
  region: "eu-west-1",
  destination: { bucket: "inbox", prefix: "" },
};
const sent = (startedAtMs: number, endedAtMs: number, bytes: number, bucket = "inbox") =>
  someReceipt({ connection: "acme", bucket, bytes, startedAtMs, endedAtMs });

it("is the speed of the files that were sent one after the other last, to this bucket", () => {
  const receipts = [
    sent(9_000, 11_000, 1_000),
    sent(8_000, 10_000, 3_000),
    sent(1_000, 99_000, 9e9, "other"),
  ];
  // 4,000 bytes from 8 s to 11 s.
  expect(lastRate(receipts, target)).toBeCloseTo(4_000 / 3);
  // What ended minutes before was another upload.
  const earlier = sent(-300_000, -200_000, 9e9);
  expect(lastRate([...receipts, earlier], target)).toBeCloseTo(4_000 / 3);
  expect(lastRate([], target)).toBeNull();
  expect(lastRate([sent(1, 1, 5)], target)).toBeNull();
});
