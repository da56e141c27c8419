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

  it.each(["=cmd|calc!A0", "+1", "-2", "@SUM(1)", "=HYPERLINK(1,2)"])(
    "give no spreadsheet a formula: %s",
    (text) => {
      const receipt = someReceipt({ path: text, key: text, etag: text, requestId: text });
      const [, row = ""] = receiptsCsv([receipt]);
      expect(row).not.toMatch(/(?:^|,)"?[=+@-]/u);
      expect(row).toContain(`'${text}`);
    },
  );

  it("are only names when there are none", () => {
    expect(receiptsCsv([])).toHaveLength(1);
  });
});
