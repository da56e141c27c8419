import { homedir } from "node:os";
import stringWidth from "string-width";
import { cutMiddle } from "../../../domain/display-name.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { browserWords } from "../../../words/browser.ts";
import type { BrowserState } from "./browser-state.ts";
import { folderTitle } from "./browser-view.ts";

interface BrowserTitleProps {
  readonly state: BrowserState;
  readonly columns: number;
}

/** In a narrow window the name of the folder matters more than its order. */
const orderFrom = 60;

/** Which folder this is, how much is in it, and in which order. */
export const BrowserTitle = ({ state, columns }: BrowserTitleProps) => {
  const { symbols } = useTheme();
  const { sort, descending } = state.order;
  const arrow = descending ? symbols.descending : symbols.ascending;
  const items = browserWords.items(state.rows.length, state.rows.total, state.isReading);
  const order = `${browserWords.sort[sort]} ${arrow}`;
  const right = columns < orderFrom ? items : `${items} ${symbols.dot} ${order}`;
  const room = columns - stringWidth(right) - 4;
  const left = cutMiddle(
    folderTitle(state.folder, homedir()),
    Math.max(0, room),
    stringWidth,
    symbols.ellipsis,
  );
  const gap = " ".repeat(Math.max(1, columns - 2 - stringWidth(left) - stringWidth(right)));
  return <Tint>{` ${left}${gap}${right}`}</Tint>;
};
