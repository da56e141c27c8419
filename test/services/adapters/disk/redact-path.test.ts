import { expect, it } from "vitest";
import { redactPath } from "../../../../src/services/adapters/disk/redact-path.ts";

it.each([
  ["/inbox/a%20b.txt", "/inbox/a%20b.txt"],
  ["/inbox/big?uploads=", "/inbox/big?uploads="],
  ["/inbox/big?uploads", "/inbox/big?uploads"],
  ["/inbox?list-type=2&max-keys=1&prefix=a%2F", "/inbox?list-type=2&max-keys=1&prefix=a%2F"],
  ["/inbox/big?partNumber=1&uploadId=VXBsb2Fk", "/inbox/big?partNumber=1&uploadId=…"],
  [
    "/inbox/a?X-Amz-Credential=AKIA%2F1&X-Amz-Signature=0a1b&X-Amz-Security-Token=FwoG",
    "/inbox/a?X-Amz-Credential=…&X-Amz-Signature=…&X-Amz-Security-Token=…",
  ],
  ["/inbox/a?what=is?this=1", "/inbox/a?what=…"],
])("shows of %s what was asked for and nothing that opens a door", (path, expected) => {
  expect(redactPath(path)).toBe(expected);
});
