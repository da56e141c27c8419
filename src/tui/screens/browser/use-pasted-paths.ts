import { homedir } from "node:os";
import type { Dispatch } from "react";
import { pastedPaths } from "../../../domain/pasted-paths.ts";
import { pathWords } from "../../../words/paths.ts";
import { usePastedText } from "../../hooks/use-pasted-text.ts";
import type { PickerKind } from "../paths/picker-state.ts";
import { toAbsolute } from "../paths/typed-path.ts";
import type { ScreenProps } from "../screen-props.ts";
import type { BrowserEvent } from "./browser-event.ts";
import type { BrowserState } from "./browser-state.ts";

export interface PastedPathsOptions {
  readonly props: ScreenProps;
  readonly state: BrowserState;
  readonly dispatch: Dispatch<BrowserEvent>;
  readonly openPicker: (kind: PickerKind, text: string) => void;
  readonly isActive: boolean;
}

/** A pasted path opens "Go to"; a pasted list of them selects them. Text that names no path does nothing. */
export const usePastedPaths = (options: PastedPathsOptions): void => {
  const { props, state, dispatch, openPicker, isActive } = options;
  const { services, say } = props;
  const select = async (texts: readonly string[]) => {
    const paths = texts.map((text) => toAbsolute(text, state.folder, homedir()));
    const kinds = await services.entryKinds(paths);
    const known = paths.flatMap((path, at) => {
      const kind = kinds[at];
      return kind === "file" || kind === "folder" ? { path, isFolder: kind === "folder" } : [];
    });
    if (known.length === 0) return say(pathWords.nonePasted(paths.length));
    dispatch({ type: "pathsSelected", paths: known });
    return say(pathWords.pasted(known.length, paths.length - known.length));
  };
  usePastedText((text) => {
    const [first, ...others] = pastedPaths(text);
    if (first === undefined) return;
    if (others.length === 0) openPicker("goTo", first);
    else void select([first, ...others]); // its ends are notes
  }, isActive && !state.isFiltering);
};
