import { type Dispatch, useEffect, useRef } from "react";
import type { Preferences } from "../../../domain/settings.ts";
import type { ScreenProps } from "../screen-props.ts";
import type { BrowserEvent } from "./browser-event.ts";

const sameFor = (a: Preferences, b: Preferences): boolean =>
  a.showHidden === b.showHidden && a.sort === b.sort && a.sortDescending === b.sortDescending;

/** Lists the files as the settings say from the moment they are changed there. */
export const useChangedPreferences = (
  { settings, isVisible }: Pick<ScreenProps, "settings" | "isVisible">,
  dispatch: Dispatch<BrowserEvent>,
): void => {
  const { preferences } = settings;
  const seen = useRef(preferences);
  useEffect(() => {
    const isSame = sameFor(seen.current, preferences);
    seen.current = preferences;
    // In front it is the files' own keys that change them: what was saved may be behind the next key.
    if (isSame || isVisible) return;
    const { showHidden, sort, sortDescending: descending } = preferences;
    dispatch({ type: "preferencesChanged", showHidden, order: { sort, descending } });
  }, [preferences, isVisible, dispatch]);
};
