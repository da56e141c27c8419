import { describe, expect, it } from "vitest";
import { receiptsCsv } from "../../src/words/receipts-csv.ts";
import { someReceipt } from "../support/values/transfers.ts";

describe("receipts as a table", () => {
  it("begin with the names of the columns, and quote what needs it", () => {
    const path = '/out/a "b", c\n.csv';
    const [names = "", row = ""] = receiptsCsv([someReceipt({ path, bytes: 12, sha256: null })]);
    expect(names).toMatch(/^delivered_at,file,bytes,bucket,key,sha256,.*,receipt_id$/);
    expect(row).toContain(`,"/out/a ""b"", c\\u000a.csv",12,`);
    expect(row).toContain(",,");
  });

  it("are only names when there are none", () => {
    expect(receiptsCsv([])).toHaveLength(1);
  });
});
