import { describe, expect, it } from "vitest";
import type { Transfer } from "../../../../src/domain/transfer.ts";
import { UnfinishedScreen } from "../../../../src/tui/screens/unfinished/UnfinishedScreen.tsx";
import { unfinishedWords } from "../../../../src/words/history.ts";
import { leftPartsWords } from "../../../../src/words/left-parts.ts";
import { acmeSettings, createFakeServices } from "../../../support/fakes/fake-services.ts";
import { keys, showOnInk } from "../../../support/sites/ink-screen.ts";
import { MemoryUploadQueue } from "../../../support/fakes/memory-upload-queue.ts";
import { screenProps } from "../../../support/sites/open-screen.ts";

const transfer: Transfer = {
  id: "t1",
  path: "/out/video.mov",
  fingerprint: { sizeBytes: 1024, mtimeMs: 1, inode: 1, device: 1 },
  target: { connection: "acme", bucket: "acme-inbox", key: "november/video.mov" },
  conflict: "skip",
  options: {},
  state: { name: "waiting" },
  multipart: null,
  queuedAtMs: 1,
  startedAtMs: null,
  endedAtMs: null,
};

const open = async () => {
  const queue = new MemoryUploadQueue();
  const asked: string[] = [];
  const note = (what: string) => async (which: unknown) => {
    asked.push(`${what} ${JSON.stringify(which)}`);
  };
  queue.resume = note("resume");
  queue.pause = note("pause");
  queue.cancel = note("cancel");
  queue.dismiss = note("dismiss");
  const { given, events } = screenProps(createFakeServices(acmeSettings, { queue }));
  const screen = await showOnInk(<UnfinishedScreen {...given} transfers={[transfer]} />);
  return { screen, asked, events };
};

describe("unfinished uploads at the start", () => {
  it("can go on at once, which is the default", async () => {
    const { screen, asked, events } = await open();
    expect(screen.frame()).toContain(unfinishedWords.title(1));
    expect(screen.frame()).toContain("video.mov → acme-inbox/november/video.mov");
    await screen.press(keys.enter);
    expect(asked).toEqual(['resume ["t1"]']);
    expect(events).toEqual([{ type: "show", screen: "queue" }]);
  });

  it("can wait: Esc keeps them paused", async () => {
    const { screen, asked, events } = await open();
    await screen.press(keys.escape);
    expect(asked).toEqual(['pause ["t1"]']);
    expect(events).toEqual([{ type: "show", screen: "browser" }]);
  });

  it("are forgotten only after a question whose default keeps them", async () => {
    const { screen, asked } = await open();
    await screen.press("f");
    expect(screen.frame()).toContain(unfinishedWords.removeExplained);
    await screen.press(keys.enter);
    expect(asked).toEqual([]);
    await screen.press("f", "y");
    await expect.poll(() => asked).toEqual(['cancel ["t1"]', 'dismiss ["t1"]']);
  });
});

const multipart = { uploadId: "u", partBytes: 5, startedAtMs: 1 };

const askToRemove = async (transfers: readonly Transfer[]) => {
  const { given } = screenProps(createFakeServices());
  const screen = await showOnInk(<UnfinishedScreen {...given} transfers={transfers} />);
  await screen.press("f");
  return screen.frame().replaceAll(/\s+/g, " ");
};

describe("unfinished uploads that are forgotten", () => {
  it("leave parts behind only where they had begun, with the rule that removes them", async () => {
    expect(await askToRemove([transfer])).not.toContain("lifecycle");
    const told = await askToRemove([transfer, { ...transfer, id: "t2", multipart }]);
    expect(told.split(leftPartsWords("acme-inbox"))).toHaveLength(2);
  });
});

describe("unfinished uploads at 40 × 12", () => {
  it("show all choices, and the whole question before forgetting", async () => {
    const { choices, removeQuestion, removeNo, removeYes } = unfinishedWords;
    const { given } = screenProps(createFakeServices());
    const size = { columns: 40, rows: 12 };
    const transfers = ["t1", "t2", "t3", "t4"].map((id) => ({ ...transfer, id, multipart }));
    const screen = await showOnInk(
      <UnfinishedScreen {...given} size={size} transfers={transfers} />,
    );
    for (const words of [`> c  ${choices.continue}`, choices.later, choices.remove])
      expect(screen.frame()).toContain(words);
    expect(screen.frame()).toContain(unfinishedWords.more(1));
    expect(screen.frame().split("\n")).toHaveLength(12);
    await screen.press("f");
    for (const words of [removeQuestion(4), `> n  ${removeNo}`, `y  ${removeYes}`])
      expect(screen.frame()).toContain(words);
    expect(screen.frame().split("\n")).toHaveLength(12);
  });
});
