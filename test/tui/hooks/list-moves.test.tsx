import { Text } from "ink";
import { describe, expect, it } from "vitest";
import { useMenu } from "../../../src/tui/hooks/use-menu.ts";
import { useScroll } from "../../../src/tui/hooks/use-scroll.ts";
import { listMoves } from "../../../src/tui/widgets/list-moves.ts";
import { useKeys } from "../../../src/tui/keys/use-keys.ts";
import { movePosition, type ListMove } from "../../../src/tui/widgets/list-window.ts";
import { keys, showOnInk } from "../../support/sites/ink-screen.ts";

const Menu = () => {
  const { position, moves } = useMenu(30, 6);
  useKeys("connections", moves);
  return <Text>{`cursor ${position.cursor}.`}</Text>;
};

const LongText = () => {
  const { top, moves } = useScroll(30, 7);
  useKeys("help", moves);
  return <Text>{`top ${top}.`}</Text>;
};

describe("the keys that move a list", () => {
  it("are the same in a list of a reducer", () => {
    const moves: ListMove[] = [];
    const handlers = listMoves(6, (move) => moves.push(move));
    for (const handler of Object.values(handlers)) if (typeof handler === "function") handler();
    expect(moves).toEqual([
      { type: "moved", by: -1 },
      { type: "moved", by: 1 },
      { type: "moved", by: -5 },
      { type: "moved", by: 5 },
      { type: "jumped", to: "start" },
      { type: "jumped", to: "end" },
    ]);
  });

  it("move at least one row in a window of one", () => {
    const moves: ListMove[] = [];
    const { pageDown } = listMoves(1, (move) => moves.push(move));
    if (typeof pageDown === "function") pageDown();
    expect(moves).toEqual([{ type: "moved", by: 1 }]);
  });

  it("leave one row of the page before in sight, in a menu", async () => {
    const screen = await showOnInk(<Menu />);
    await screen.press(keys.pageDown);
    await screen.until("cursor 5.");
    await screen.press(keys.end);
    await screen.until("cursor 29.");
    await screen.press(keys.pageUp);
    await screen.until("cursor 24.");
    await screen.press(keys.home);
    await screen.until("cursor 0.");
    screen.unmount();
  });

  it("leave one line of the page before in sight, in a long text", async () => {
    const screen = await showOnInk(<LongText />);
    await screen.press(keys.pageDown);
    await screen.until("top 5.");
    await screen.press(keys.end);
    await screen.until("top 24.");
    await screen.press(keys.home);
    await screen.until("top 0.");
    screen.unmount();
  });

  it("stay inside the list", () => {
    const size = { count: 3, height: 2 };
    const start = { cursor: 0, top: 0 };
    expect(movePosition(start, { type: "moved", by: -5 }, size).cursor).toBe(0);
    expect(movePosition(start, { type: "jumped", to: "end" }, size)).toEqual({ cursor: 2, top: 1 });
    expect(movePosition(start, { type: "jumped", to: "end" }, { count: 0, height: 2 })).toEqual(
      start,
    );
  });
});
