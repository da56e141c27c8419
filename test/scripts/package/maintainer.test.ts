import { expect, it } from "vitest";
import { maintainerOf } from "../../../scripts/package/maintainer.ts";

it.each([
  ["Ana Maria <ana@acme.com>", "Ana Maria <ana@acme.com>"],
  ["Ana Maria <ana@acme.com> (https://acme.com)", "Ana Maria <ana@acme.com>"],
  [{ name: "ACME", email: "files@acme.com" }, "ACME <files@acme.com>"],
  [{ name: "ACME" }, "The s3-sftp authors <nobody@s3-sftp.invalid>"],
  ["ACME", "The s3-sftp authors <nobody@s3-sftp.invalid>"],
  [undefined, "The s3-sftp authors <nobody@s3-sftp.invalid>"],
])("makes of the author %j the maintainer %s", (author, maintainer) => {
  expect(maintainerOf({ name: "s3-sftp", ...(author !== undefined && { author }) })).toBe(
    maintainer,
  );
});
