import { useContext, useLayoutEffect, useRef } from "react";
import { KeysContext } from "./keys-context.ts";

/**
 * Says that pastes are taken here while it is active. `give` gets what was pasted before this was on the screen; null
 * for what is no field of its own.
 */
export const useKeptText = (give: ((text: string) => void) | null, isActive: boolean): void => {
  const { keptText } = useContext(KeysContext);
  const latest = useRef(give);
  useLayoutEffect(() => {
    latest.current = give;
  });
  const takes = give !== null;
  useLayoutEffect(
    () =>
      isActive ? keptText.addTaker(takes ? (text) => latest.current?.(text) : null) : undefined,
    [keptText, isActive, takes],
  );
};
