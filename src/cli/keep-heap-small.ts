import { setFlagsFromString } from "node:v8";

/**
 * Has V8 collect sooner instead of growing: 2,000 small files peak at 115 MiB instead of 180, for some per cent of
 * CPU. Flags that V8 reads each time it sizes its heap, so that they count after the start as well.
 */
export const keepHeapSmall = (): void => {
  setFlagsFromString("--scavenger-max-new-space-capacity-mb=2");
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=40");
};
