import { describe, expect, it } from "vitest";
import type { AppError } from "../../../../src/domain/errors.ts";
import { failedGroups, findFailed } from "../../../../src/tui/screens/redirect/failed-groups.ts";
import { createStillQueue, someSnapshot, someView } from "../../../support/fakes/still-queue.ts";

const gone: AppError = { code: "FileVanished", path: "/data/a" };
const denied: AppError = { code: "StoreFault" };
const failed = (id: string, error: AppError, batchId: string, bucket = "acme-inbox") =>
  someView({
    id,
    state: "failed",
    error,
    batchId,
    target: { connection: "acme", bucket, key: id },
  });

const kinds = (
  ...[first, ...others]: readonly [ReturnType<typeof failed>, ...ReturnType<typeof failed>[]]
) =>
  failedGroups(first, [first, ...others]).map(({ kind, views }) => [
    kind,
    views.map(({ id }) => id).join(" "),
  ]);

describe("what may go to another destination together", () => {
  it("is the file alone where nothing else has failed", () => {
    expect(kinds(failed("a", denied, "b1"))).toEqual([["one", "a"]]);
  });

  it("is what failed alike on its way to the same bucket, and what failed of its batch", () => {
    const first = failed("a", denied, "b1");
    const others = [
      failed("b", denied, "b2"),
      failed("c", gone, "b1"),
      failed("d", denied, "b3", "elsewhere"),
    ];
    expect(kinds(first, ...others)).toEqual([
      ["one", "a"],
      ["same error", "a b"],
      ["same batch", "a c"],
    ]);
  });

  it("is offered once where both are the same", () => {
    expect(kinds(failed("a", denied, "b1"), failed("b", denied, "b1"))).toEqual([
      ["one", "a"],
      ["same error", "a b"],
    ]);
  });

  it("is found among all rows of a queue, which has the failed ones first", async () => {
    const rows = [failed("a", denied, "b1"), failed("b", gone, "b1"), someView({ id: "c" })];
    const { queue } = createStillQueue(someSnapshot(rows));
    expect((await findFailed(queue)).map(({ id }) => id)).toEqual(["a", "b"]);
  });
});
