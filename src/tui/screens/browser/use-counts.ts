import { type Dispatch, useEffect, useMemo, useState } from "react";
import type { ActiveDestination } from "../../../domain/active-destination.ts";
import type { AppServices } from "../../services.ts";
import type { BrowserEvent } from "./browser-event.ts";
import type { BrowserState } from "./browser-state.ts";
import { nextCountTask, nextUnsized, type CountTask } from "./selection-counts.ts";

/** Several selection in a row are counted once. */
const startDelayMs = 120;
const progressEveryMs = 300;
const sizesAtOnce = 500;

const count = async (
  services: AppServices,
  active: ActiveDestination,
  { key, selected }: CountTask,
  dispatch: Dispatch<BrowserEvent>,
  signal: AbortSignal,
): Promise<void> => {
  let reportedAtMs = performance.now();
  const onProgress = (files: number, bytes: number) => {
    const nowMs = performance.now();
    if (signal.aborted || nowMs - reportedAtMs < progressEveryMs) return;
    reportedAtMs = nowMs;
    dispatch({ type: "counted", key, count: { files, bytes, isDone: false } });
  };
  try {
    const plan = await services.planDelivery([selected], active, onProgress, signal);
    if (signal.aborted) return;
    const { files, totalBytes } = plan.ok ? plan.value : { files: [], totalBytes: 0 };
    dispatch({
      type: "counted",
      key,
      count: { files: files.length, bytes: totalBytes, isDone: true },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

/** Counts what is selected, folder by folder, in the background; stops with a folder that was unticked. */
export const useCounts = (
  services: AppServices,
  active: ActiveDestination,
  { selection, counts, measured }: Pick<BrowserState, "selection" | "counts" | "measured">,
  dispatch: Dispatch<BrowserEvent>,
): void => {
  const next = useMemo(
    () => nextCountTask(selection, counts, measured),
    [selection, counts, measured],
  );
  // The same key is the same task, however often it was made anew: it goes on.
  const [task, setTask] = useState(next);
  if (task?.key !== next?.key) setTask(next);
  useEffect(() => {
    if (!task) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      // Ends with an event, or with the abort below.
      void count(services, active, task, dispatch, stop.signal);
    }, startDelayMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [services, active, task, dispatch]);

  const unsized = useMemo(() => nextUnsized(selection, sizesAtOnce), [selection]);
  useEffect(() => {
    if (!unsized) return undefined;
    const stop = new AbortController();
    const ask = async () => {
      const { folder, names } = unsized;
      const entries = await services.folderDetails(folder, names, stop.signal);
      if (stop.signal.aborted) return;
      const sizes = new Map(names.map((name) => [name, 0]));
      for (const { name, sizeBytes } of entries) sizes.set(name, sizeBytes);
      dispatch({ type: "selectionSized", folder, sizes });
    };
    ask().catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    return () => stop.abort();
  }, [services, unsized, dispatch]);
};
