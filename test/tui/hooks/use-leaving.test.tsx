import { Text } from "ink";
import { describe, expect, it } from "vitest";
import type { AppError } from "../../../src/domain/errors.ts";
import type { UploadQueue } from "../../../src/services/ports/upload-queue.ts";
import type { Layer } from "../../../src/tui/app-state.ts";
import { useLeaving } from "../../../src/tui/hooks/use-leaving.ts";
import { createFakeServices } from "../../support/fakes/fake-services.ts";
import { showOnInk } from "../../support/sites/ink-screen.ts";
import { MemoryUploadQueue, requestFor } from "../../support/fakes/memory-upload-queue.ts";
import { waitUntil } from "../../support/processes/wait-until.ts";

const open = async (queue: UploadQueue) => {
  const exits: number[] = [];
  const asked: Layer[] = [];
  const ways: ReturnType<typeof useLeaving>[] = [];
  const Host = () => {
    const leaving = useLeaving({
      services: createFakeServices(undefined, { queue }),
      isAsking: false,
      ask: (layer) => asked.push(layer),
      exit: (code) => exits.push(code),
      idleCode: 0,
    });
    ways.splice(0, 1, leaving);
    return <Text>app</Text>;
  };
  const screen = await showOnInk(<Host />);
  const [way] = ways;
  if (!way) throw new Error("the hook was not called");
  return { exits, asked, ...way, unmount: screen.unmount };
};

const busy = async () => {
  const queue = new MemoryUploadQueue();
  await queue.add(Array.from({ length: 5 }, (_, index) => requestFor(`/a/file-${index}`)));
  return queue;
};

describe("leaving", () => {
  it("needs no question when nothing is on its way", async () => {
    const queue = new MemoryUploadQueue();
    const { quit, exits, asked, unmount } = await open(queue);
    quit();
    await waitUntil("the app has ended", () => exits.length > 0);
    expect(exits).toEqual([0]);
    expect(asked).toEqual([]);
    unmount();
    queue.stop();
  });

  it("names three of the files that are not finished, and counts all", async () => {
    const queue = await busy();
    const { quit, exits, asked, unmount } = await open(queue);
    quit();
    await waitUntil("the question came", () => asked.length > 0);
    const names = ["file-0", "file-1", "file-2"];
    expect(asked).toEqual([{ type: "quit", names, count: 5, isStopped: false }]);
    expect(exits).toEqual([]);
    unmount();
    queue.stop();
  });

  it.each<[AppError, boolean]>([
    [{ code: "WrongSecret" }, true],
    [{ code: "EndpointUnreachable", host: "s3", reason: "timeout" }, false],
  ])("knows whether uploads go on without the person after %o", async (trouble, isStopped) => {
    const queue = await busy();
    const snapshot: MemoryUploadQueue["snapshot"] = async (window) => ({
      ...(await MemoryUploadQueue.prototype.snapshot.call(queue, window)),
      trouble,
    });
    queue.snapshot = snapshot;
    const { quit, asked, unmount } = await open(queue);
    quit();
    await waitUntil("the question came", () => asked.length > 0);
    expect(asked[0]).toMatchObject({ type: "quit", isStopped });
    unmount();
    queue.stop();
  });

  it("asks with the first Ctrl+C, and leaves at once with the second", async () => {
    const queue = await busy();
    const { interrupt, exits, asked, unmount } = await open(queue);
    interrupt();
    await waitUntil("the question came", () => asked.length > 0);
    interrupt();
    expect(exits).toEqual([130]);
    unmount();
    queue.stop();
  });

  it("asks again after the person has stayed", async () => {
    const queue = await busy();
    const { interrupt, stay, exits, asked, unmount } = await open(queue);
    interrupt();
    await waitUntil("the question came", () => asked.length === 1);
    stay();
    interrupt();
    await waitUntil("the question came", () => asked.length === 2);
    expect(exits).toEqual([]);
    unmount();
    queue.stop();
  });

  it("does not wait for a queue that never answers", async () => {
    const queue = Object.assign(new MemoryUploadQueue(), {
      snapshot: () => new Promise<never>(() => undefined),
    });
    const { interrupt, exits, unmount } = await open(queue);
    interrupt();
    interrupt();
    expect(exits).toEqual([130]);
    unmount();
    queue.stop();
  });

  it("does not ask about a queue that is lost", async () => {
    const queue = Object.assign(new MemoryUploadQueue(), {
      snapshot: () => Promise.reject(new Error("gone")),
    });
    const { quit, exits, unmount } = await open(queue);
    quit();
    await waitUntil("the app has ended", () => exits.length > 0);
    expect(exits).toEqual([0]);
    unmount();
    queue.stop();
  });
});
