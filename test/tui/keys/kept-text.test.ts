import { describe, expect, it } from "vitest";
import { createKeptText } from "../../../src/tui/keys/kept-text.ts";
import { createManualClock } from "../../support/fakes/manual-clock.ts";

const create = () => {
  const clock = createManualClock();
  const got: string[] = [];
  return { clock, got, kept: createKeptText(clock), give: (text: string) => got.push(text) };
};

describe("text that was pasted while a screen was changing", () => {
  it("is given to the first field that comes, once", () => {
    const { kept, got, give } = create();
    kept.keep("secret");
    kept.addTaker(give)();
    kept.addTaker(give);
    expect(got).toEqual(["secret"]);
  });

  it("is not kept where somebody takes it", () => {
    const { kept, got, give } = create();
    const end = kept.addTaker(give);
    kept.keep("taken");
    end();
    kept.addTaker(give);
    expect(got).toEqual([]);
    end();
  });

  it("goes to no screen that takes pastes but is no field", () => {
    const { kept, got, give } = create();
    kept.keep("secret");
    const end = kept.addTaker(null);
    end();
    kept.addTaker(give);
    expect(got).toEqual(["secret"]);
  });

  it("is dropped by the next key, by the next paste, and by time", async () => {
    const { kept, got, give, clock } = create();
    kept.keep("before a key");
    kept.forget();
    kept.addTaker(give)();
    kept.keep("first");
    kept.keep("second");
    kept.addTaker(give)();
    kept.keep("old");
    await clock.advance(10_000);
    kept.addTaker(give)();
    expect(got).toEqual(["second"]);
    expect(clock.sleepers()).toBe(0);
  });
});
