import { describe, expect, it } from "vitest";
import { readListXml } from "../../../../src/services/adapters/s3/list-xml.ts";
import { readDocument } from "../../../../src/services/adapters/s3/s3-document.ts";
import { refusalOf } from "../../../../src/services/adapters/s3/store-refusal.ts";
import { cpuMsOf } from "../../../support/values/cpu-ms.ts";

/** What follows the start of a document is answered at the length that answer-size.ts allows. */
const repeat = (piece: string, bytes: number) => piece.repeat(Math.ceil(bytes / piece.length));

const list = (inner: string) =>
  `<ListBucketResult><KeyCount>1</KeyCount>${inner}<IsTruncated>false</IsTruncated></ListBucketResult>`;

const answer = (status: number, xml: string) =>
  refusalOf({ status, headers: {}, body: Buffer.from(xml) });

const readList = (xml: string) => readListXml(readDocument(Buffer.from(xml)));

/** Quadratic work on so much takes minutes, linear work a few hundredths of a second. */
const maxMs = 2_000;

describe("an answer that was made to keep the reader busy", () => {
  it.each([
    "<Contents>",
    "<Contents ",
    "<Contents><Key>",
    "<Key ",
    "<NextMarker",
    "<![CDATA[",
    "<![CDATA[]]",
    "<?x ",
    "<a:",
    "&a",
    " ",
    "</ListBucketResult> ",
  ])("is read in the time of its length, as a list of %j", (piece) => {
    expect(cpuMsOf(() => readList(list(repeat(piece, 2 ** 21))))).toBeLessThan(maxMs);
    expect(cpuMsOf(() => readList(repeat(piece, 2 ** 21)))).toBeLessThan(maxMs);
  });

  it.each(["<Code ", "<Message>", "<!---->", "<!-- -->", "<!--", "<?x?>", " ", "<![CDATA[", "<a"])(
    "is read in the time of its length, as an error of %j",
    (piece) => {
      for (const status of [200, 403]) {
        expect(cpuMsOf(() => answer(status, repeat(piece, 2 ** 20)))).toBeLessThan(maxMs);
        expect(cpuMsOf(() => answer(status, `<Error>${repeat(piece, 2 ** 20)}`))).toBeLessThan(
          maxMs,
        );
      }
    },
  );

  it("has no object where one was begun and not ended", () => {
    const whole = "<Contents><Key>a</Key><Size>1</Size></Contents>";
    expect(readList(list(`${whole}<Contents><Key>b</Key>`))?.objects).toMatchObject([{ key: "a" }]);
  });

  it("is an error behind comments as well", () => {
    expect(answer(200, "<!-- a --> <!---->\n<Error><Code>SlowDown</Code></Error>")).toMatchObject({
      status: 503,
      code: "SlowDown",
    });
  });
});
