import { homedir } from "node:os";
import { useMemo } from "react";
import stringWidth from "string-width";
import { cutMiddle } from "../../../domain/display-name.ts";
import { countHidden } from "../../../domain/packed-folder.ts";
import { Spans } from "../../widgets/Spans.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { browserWords } from "../../../words/browser.ts";
import { scrollWords } from "../../../words/scroll.ts";
import { entryAt, parentRows, type BrowserState } from "./browser-state.ts";
import { breadcrumb } from "./browser-view.ts";

interface BrowserTitleProps {
  readonly state: BrowserState;
  readonly columns: number;
}

/** In a narrow window the name of the folder matters more than how much is in it. */
const itemsFrom = 60;

/** Which folder this is, how much is in it, and where in it the cursor stands. */
export const BrowserTitle = ({ state, columns }: BrowserTitleProps) => {
  const { symbols } = useTheme();
  const { rows, showHidden, isReading, position } = state;
  const { folder } = rows;
  const hiddenCount = useMemo(() => countHidden(folder), [folder]);
  const hidden = showHidden ? 0 : hiddenCount;
  const all = rows.total - hidden;
  const items = browserWords.items({ shown: rows.length, all, hidden, isReading });
  const isOnEntry = entryAt(state, position.cursor) !== null;
  const at = isOnEntry ? position.cursor - parentRows(state) + 1 : 0;
  const place = isOnEntry ? [scrollWords.position(at, rows.length)] : [];
  const right = [...(columns < itemsFrom ? [] : [items]), ...place].join(` ${symbols.dot} `);
  const room = columns - stringWidth(right) - 4;
  const left = cutMiddle(
    breadcrumb(state.folder, homedir(), symbols.into),
    Math.max(0, room),
    stringWidth,
    symbols.ellipsis,
  );
  // What changes with each key stands at the end: what is before it is not written again.
  const gap = " ".repeat(Math.max(1, columns - 2 - stringWidth(left) - stringWidth(right)));
  return <Spans spans={[{ text: ` ${left}`, isBold: true }, { text: gap + right }]} />;
};
