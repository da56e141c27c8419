import { describe, expect, it } from "vitest";
import type { TransferStateName } from "../../../../src/domain/transfer.ts";
import type { TransferView } from "../../../../src/services/ports/transfer-view.ts";
import { QueueScreen } from "../../../../src/tui/screens/queue/QueueScreen.tsx";
import { TransferDetails } from "../../../../src/tui/screens/queue/TransferDetails.tsx";
import { errorWords } from "../../../../src/words/errors/error-words.ts";
import { queueWords } from "../../../../src/words/queue.ts";
import { keys, letters, showOnInk } from "../../../support/sites/ink-screen.ts";
import { screenPropsFor } from "../../../support/sites/screen-props.ts";
import { createStillQueue, someSnapshot, someView } from "../../../support/fakes/still-queue.ts";
import { withRefusals } from "../../../support/fakes/with-refusals.tsx";

const invalid = (problem: string) =>
  queueWords.limitWrong(errorWords({ code: "InvalidInput", field: "limit", problem }).happened);

const open = async (limitBytesPerSecond: number | null = null) => {
  const { queue, asked } = createStillQueue(someSnapshot([someView()], { limitBytesPerSecond }));
  const { props, notes } = screenPropsFor({ queue });
  const screen = await showOnInk(<QueueScreen {...props} />);
  await screen.until("report.pdf");
  const limit = async (text: string) => {
    await screen.press("s", ...letters(text), keys.enter);
    return asked.filter(([name]) => name === "limit").map(([, bytes]) => bytes);
  };
  return { limit, notes };
};

describe("the speed limit in the queue", () => {
  it.each([
    ["5 MB/s", 5_000_000],
    ["5 MiB/s", 5 * 1024 ** 2],
    ["1,5 MB/s", 1_500_000],
    ["  ", null],
  ])("of %j is the same as on the command line", async (text, bytesPerSecond) => {
    const { limit, notes } = await open();
    expect(await limit(text)).toEqual([bytesPerSecond]);
    expect(notes).toEqual([]);
  });

  it("stays as it is when what is shown of it is accepted: that is rounded", async () => {
    const { limit } = await open(5_000_000);
    expect(await limit("")).toEqual([]);
  });

  it.each([
    ["1 B/s", "must be at least 16 KiB/s"],
    ["fast", "must be a speed such as 5MiB/s"],
  ])("of %j is refused as on the command line", async (text, problem) => {
    const { limit, notes } = await open();
    expect(await limit(text)).toEqual([]);
    expect(notes).toEqual([invalid(problem)]);
  });
});

describe("the keys of a queue that has not answered yet", () => {
  it.each(["r", "R", "p", "P", "x", "t", "e", "o", keys.enter])(
    "say that it is loading, and not that there is nothing: %j",
    async (key) => {
      const { queue } = createStillQueue(someSnapshot([]));
      const silent = { ...queue, snapshot: () => new Promise<never>(() => undefined) };
      const { props } = screenPropsFor({ queue: silent });
      const { node, refused } = withRefusals(<QueueScreen {...props} />);
      const screen = await showOnInk(node);
      await screen.press(key);
      expect(refused).toEqual([queueWords.loading]);
    },
  );

  it("say that it is empty once it has answered", async () => {
    const { queue } = createStillQueue(someSnapshot([]));
    const { props } = screenPropsFor({ queue });
    const { node, refused } = withRefusals(<QueueScreen {...props} />);
    const screen = await showOnInk(node);
    await screen.until(queueWords.empty.slice(0, 20));
    await screen.press("x");
    expect(refused).toEqual([queueWords.noneHighlighted]);
  });
});

const openRows = async (rows: readonly TransferView[]) => {
  const { queue, asked } = createStillQueue(someSnapshot(rows));
  const { props, notes } = screenPropsFor({ queue });
  const { node, refused } = withRefusals(<QueueScreen {...props} />);
  const screen = await showOnInk(node);
  return { screen, asked: () => asked.filter(([name]) => name === "sendFirst"), notes, refused };
};

const row = (id: string, state: TransferStateName) =>
  someView({ id, state, target: { ...someView().target, key: `november/${id}.pdf` } });

describe("the key that sends a file first", () => {
  it.each(["waiting", "paused"] as const)(
    "asks the queue for the highlighted one alone, and says so: %s",
    async (state) => {
      const rows = [row("a", "uploading"), row("b", state), row("c", state)];
      const { screen, asked, notes, refused } = await openRows(rows);
      await screen.until("c.pdf");
      await screen.press(keys.down, "t");
      expect(asked()).toEqual([["sendFirst", ["b"]]]);
      await screen.press(keys.down, "t");
      expect(asked().at(-1)).toEqual(["sendFirst", ["c"]]);
      expect(notes).toEqual([queueWords.sentFirst, queueWords.sentFirst]);
      expect(refused).toEqual([]);
    },
  );

  it.each(["uploading", "delivered", "failed", "skipped", "cancelled"] as const)(
    "asks nothing for one that does not wait, and says why: %s",
    async (state) => {
      const { screen, asked, notes, refused } = await openRows([
        row("a", state),
        row("b", "waiting"),
      ]);
      await screen.until("b.pdf");
      await screen.press("t");
      expect(refused).toEqual([queueWords.cannotSendFirst]);
      expect([...asked(), ...notes]).toEqual([]);
    },
  );

  it("says of an empty queue that it is empty, and of the line of all that ended how to see them", async () => {
    const empty = await openRows([]);
    await empty.screen.until(queueWords.empty.slice(0, 20));
    await empty.screen.press("t");
    expect(empty.refused).toEqual([queueWords.noneHighlighted]);
    const ended = Array.from({ length: 6 }, (_, at) => row(`ended${at}`, "cancelled"));
    const folded = await openRows(ended);
    await folded.screen.until(queueWords.folded(someSnapshot(ended).totals.files));
    await folded.screen.press("t");
    expect(folded.refused).toEqual([queueWords.onFold]);
    expect([...empty.asked(), ...folded.asked()]).toEqual([]);
  });
});

describe("a transfer whose connection was cut", () => {
  const cut = { code: "EndpointUnreachable", host: "s3", reason: "reset" } as const;
  const show = async (partsDone: number, partsTotal: number) => {
    const view = someView({ state: "failed", error: cut, partsDone, partsTotal });
    const { frame } = await showOnInk(
      <TransferDetails snapshot={null} view={view} columns={80} height={18} hasDetails={false} />,
    );
    return frame();
  };

  it("keeps its parts when it has some, and says so only then", async () => {
    expect(await show(3, 12)).toContain(queueWords.partsKept);
    expect(await show(0, 12)).not.toContain(queueWords.partsKept);
    expect(await show(0, 0)).not.toContain(queueWords.partsKept);
  });
});

describe("the number of an attempt", () => {
  it("is that of the one to come", () => {
    const error = { code: "Stalled", idleMs: 1 } as const;
    const retry = { attempt: 1, inMs: 5_000, error };
    expect(queueWords.tryingAgain(retry)).toContain("attempt 2");
  });
});
