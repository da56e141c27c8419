import { setTimeout as sleep } from "node:timers/promises";

const limitMs = 20_000;

/** Resolves when a frame shows the text; rejects with the frame after 20 s. */
export const untilShown = async (frame: () => string, text: string | RegExp): Promise<void> => {
  const isShown = () => (typeof text === "string" ? frame().includes(text) : text.test(frame()));
  const endMs = performance.now() + limitMs;
  while (!isShown()) {
    if (performance.now() > endMs) throw new Error(`no "${String(text)}" in\n${frame()}`);
    await sleep(5);
  }
};
