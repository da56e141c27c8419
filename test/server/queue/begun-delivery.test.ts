import { expect, it } from "vitest";
import { parseBegun } from "../../../src/server/queue/begun-delivery.ts";

const begun = { headTs: "17.1", isThreaded: true, positions: ["1", "2"] };

it("what was begun is read again, and what a newer release adds is left out", () => {
  expect(parseBegun(JSON.stringify({ ...begun, channel: "C1" }))).toEqual(begun);
});

it.each([
  "",
  "{",
  "null",
  "[]",
  JSON.stringify({ ...begun, headTs: 17.1 }),
  JSON.stringify({ ...begun, isThreaded: "yes" }),
  JSON.stringify({ ...begun, positions: [1] }),
  JSON.stringify({ ...begun, positions: undefined }),
])("what was begun counts as nothing where it cannot be understood: %s", (text) => {
  expect(parseBegun(text)).toBeNull();
});
