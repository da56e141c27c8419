import path from "node:path";
import { type Dispatch, useEffect, useMemo } from "react";
import type { ActiveDestination } from "../../../domain/active-destination.ts";
import type { AppServices } from "../../services.ts";
import type { BrowserEvent } from "./browser-event.ts";
import type { BrowserState } from "./browser-state.ts";
import { useRowsAround } from "./rows-around.ts";

export interface DeliveredOptions {
  readonly services: AppServices;
  readonly active: ActiveDestination;
  readonly isVisible: boolean;
  /** Files that are being sent or wait for it: when that changes, more may have been delivered. */
  readonly atWork: number;
}

/** Looks up which files around the screen this computer has delivered to the destination before. */
export const useDelivered = (
  { services, active, isVisible, atWork }: DeliveredOptions,
  state: BrowserState,
  dispatch: Dispatch<BrowserEvent>,
): void => {
  const { folder, isReading } = state;
  const around = useRowsAround(state);
  // Names hold no slash. The same ones are asked for once.
  const names = useMemo(
    () =>
      around.flatMap(({ kind, name, isUtf8 }) => (kind === "file" && isUtf8 ? name : [])).join("/"),
    [around],
  );
  const question = useMemo(() => ({ names, atWork }), [names, atWork]);
  useEffect(() => {
    if (question.names === "" || isReading || !isVisible) return undefined;
    const stop = new AbortController();
    const ask = async () => {
      const paths = question.names.split("/").map((name) => path.join(folder, name));
      const found = await services.pastDeliveries(paths, active, stop.signal);
      // Without the state database nothing is marked; the app says elsewhere what is wrong with it.
      if (found.ok && !stop.signal.aborted)
        dispatch({ type: "deliveredFound", folder, delivered: found.value });
    };
    ask().catch((error: unknown) => {
      if (!stop.signal.aborted) throw error;
    });
    return () => stop.abort();
  }, [services, active, dispatch, folder, question, isReading, isVisible]);
};
