import { describe, expect, it } from "vitest";
import { TransferDetails } from "../../../../src/tui/screens/queue/TransferDetails.tsx";
import { detailsHint, errorWords, errorLine } from "../../../../src/words/errors/error-words.ts";
import { scrollWords } from "../../../../src/words/scroll.ts";
import { showOnInk } from "../../../support/sites/ink-screen.ts";
import { MemoryUploadQueue, requestFor } from "../../../support/fakes/memory-upload-queue.ts";

const denied = {
  code: "AccessDenied",
  right: "write",
  bucket: "acme-inbox",
  key: "november/report.pdf",
  answer: { status: 403, requestId: "4442587FB7D0A2F9" },
} as const;

const failed = async () => {
  const queue = new MemoryUploadQueue();
  await queue.add([requestFor("/out/report.pdf")]);
  const { rows } = await queue.snapshot({ from: 0, count: 1 });
  const [view] = rows;
  if (!view) throw new Error("nothing is queued");
  return { ...view, state: "failed", error: denied } as const;
};

const restPattern = new RegExp(`^ +${scrollWords.rest(2).replace("2", String.raw`\d+`)}$`);

describe("one transfer in full", () => {
  it("says where from, where to, how far, and why it failed", async () => {
    const view = await failed();
    const { frame } = await showOnInk(
      <TransferDetails snapshot={null} view={view} columns={80} height={18} hasDetails={false} />,
    );
    for (const words of [
      "/out/report.pdf",
      errorWords(denied).happened,
      detailsHint("AccessDenied"),
    ])
      expect(frame()).toContain(words);
  });

  it("says why it is sent from its first part again", async () => {
    const restart = { code: "UploadExpired" } as const;
    const view = { ...(await failed()), state: "uploading", error: null, restart } as const;
    const { frame } = await showOnInk(
      <TransferDetails snapshot={null} view={view} columns={120} height={18} hasDetails={false} />,
    );
    expect(frame()).toContain(errorLine(restart));
  });

  it("shows the request ID in a window of 40 × 12 when it is asked for, and its own name before", async () => {
    const view = await failed();
    const window = { view, columns: 40, height: 8 };
    const { frame, rerender } = await showOnInk(
      <TransferDetails snapshot={null} {...window} hasDetails={false} />,
    );
    expect(frame()).toContain("report.pdf");
    expect(frame().split("\n").length).toBeLessThanOrEqual(8);
    // What is cut is not cut in silence.
    expect(frame().split("\n").at(-1)).toMatch(restPattern);
    await rerender(<TransferDetails snapshot={null} {...window} hasDetails />);
    expect(frame()).toContain("4442587FB7D0A2F9");
    expect(frame().split("\n").length).toBeLessThanOrEqual(8);
  });
});
