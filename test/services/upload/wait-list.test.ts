import { describe, expect, it } from "vitest";
import { createWaitList } from "../../../src/services/upload/wait-list.ts";

const open = () => new AbortController().signal;

/** A list over so many grants, given in order. */
const listOf = (count: number) => {
  let left = count;
  const serve = () => {
    while (left > 0 && list.waiting.length > 0) {
      left -= 1;
      list.grant(0, left);
    }
  };
  const list = createWaitList<string, number>(serve);
  const give = (more: number) => {
    left += more;
    serve();
  };
  return { list, give };
};

describe("a wait list", () => {
  it("grants at once what there is, and the rest in the order of coming", async () => {
    const { list, give } = listOf(1);
    expect(await list.wait("first", open())).toBe(0);
    const order: string[] = [];
    const rest = ["second", "third"].map((name) =>
      list.wait(name, open()).then(() => order.push(name)),
    );
    expect(list.waiting).toEqual(["second", "third"]);
    give(2);
    await Promise.all(rest);
    expect(order).toEqual(["second", "third"]);
    expect(list.waiting).toEqual([]);
  });

  it("lets one go that is aborted, with the reason, and serves those behind it", async () => {
    const reason = new Error("stop");
    const granted: string[] = [];
    // What the first wants is too large for now: it keeps the others waiting.
    const list = createWaitList<number, null>(() => {
      while (list.waiting.length > 0 && (list.waiting[0] ?? 0) < 10) {
        granted.push(String(list.waiting[0]));
        list.grant(0, null);
      }
    });
    const controller = new AbortController();
    const large = list.wait(10, controller.signal);
    const small = list.wait(1, open());
    expect(granted).toEqual([]);
    controller.abort(reason);
    await expect(large).rejects.toBe(reason);
    await small;
    expect(granted).toEqual(["1"]);
  });

  it("takes nobody in who was aborted before, and hears no abort after the grant", async () => {
    const { list } = listOf(1);
    const reason = new Error("stop");
    await expect(list.wait("late", AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(list.waiting).toEqual([]);
    const controller = new AbortController();
    const granted = list.wait("first", controller.signal);
    controller.abort(reason);
    expect(await granted).toBe(0);
  });
});
