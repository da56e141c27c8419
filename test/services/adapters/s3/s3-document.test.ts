import { describe, expect, it } from "vitest";
import { readDocument, xmlText } from "../../../../src/services/adapters/s3/s3-document.ts";
import {
  hello,
  oddBucket as bucket,
  openOddStore,
  putHello,
} from "../../../support/sites/odd-store.ts";
import { valueOf } from "../../../support/values/value-of.ts";

const read = (xml: string, name: string) => xmlText(readDocument(Buffer.from(xml)), name);

describe("a document", () => {
  it.each([
    ["prefixes", "<s3:Error><s3:Code>NoSuchKey</s3:Code></s3:Error>", "NoSuchKey"],
    ["a declaration before them", '<?xml version="1.0"?>\n<n:E><n:Code>X</n:Code></n:E>', "X"],
    ["attributes", '<Error><Code xml:space="preserve">X</Code ></Error>', "X"],
    ["CDATA", "<Error><Code><![CDATA[a<b:c>&]]></Code></Error>", "a<b:c>&"],
    ["colons in its text", "<Error><Code>&lt;a:b> c:d</Code></Error>", "<a:b> c:d"],
  ])("is read with %s", (_what, xml, code) => {
    expect(read(xml, "Code")).toBe(code);
  });

  it("is taken for a store's when its elements have prefixes", async () => {
    const { store } = await openOddStore(({ method }) =>
      method === "PUT"
        ? { status: 403, body: "<a:Error><a:Code>SignatureDoesNotMatch</a:Code></a:Error>" }
        : {
            body: `<a:ListBucketResult><a:KeyCount>1</a:KeyCount><a:Contents><a:Key>x:y</a:Key><a:Size>${hello.length}</a:Size></a:Contents></a:ListBucketResult>`,
          },
    );
    const signal = AbortSignal.timeout(20_000);
    const page = valueOf(await store.list({ bucket, prefix: "", maxKeys: 1, signal }));
    expect(page.objects).toMatchObject([{ key: "x:y", sizeBytes: hello.length }]);
    expect(await putHello(store)).toMatchObject({ error: { code: "WrongSecret" } });
  });
});
