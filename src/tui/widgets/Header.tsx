import { Box } from "ink";
import stringWidth from "string-width";
import { cutMiddle } from "../../domain/display-name.ts";
import { Spans } from "./Spans.tsx";
import { Tint } from "./Tint.tsx";
import { useTheme } from "./theme.ts";

export interface Tab {
  readonly words: string;
  readonly isCurrent: boolean;
}

export interface HeaderProps {
  /** Where it delivers to; safe to draw. Cut in its middle when it is too long, and last of all. */
  readonly title: string;
  /** Said of it where there is room. */
  readonly detail?: string | undefined;
  readonly tabs: readonly Tab[];
  readonly columns: number;
}

const tabText = ({ words, isCurrent }: Tab): string => (isCurrent ? `[${words}]` : ` ${words} `);

const shortTabText = (tab: Tab): string =>
  tabText(tab.isCurrent ? tab : { ...tab, words: tab.words.split(" ")[0] ?? tab.words });

/** Before the title, and between it and the tabs. */
const signColumns = 4;

/** The top line: where it delivers to, and the screens; the current one has a marker. */
export const Header = ({ title, detail, tabs, columns }: HeaderProps) => {
  const { symbols } = useTheme();
  const full = tabs.map(tabText);
  const titleColumns = stringWidth(title) + signColumns;
  // Where it delivers to is worth more than the names of the other screens; their numbers are their keys.
  const isTight = titleColumns + stringWidth(full.join("")) > columns;
  const texts = isTight ? tabs.map(shortTabText) : full;
  const room = Math.max(0, columns - stringWidth(texts.join("")) - signColumns);
  const shown = cutMiddle(title, room, stringWidth, symbols.ellipsis);
  const beside = detail === undefined ? "" : ` ${symbols.dot} ${detail}`;
  const hasDetail = stringWidth(shown + beside) <= room;
  return (
    <Box width={columns} height={1} justifyContent="space-between">
      <Spans
        spans={[
          { text: ` ${symbols.here} `, tone: "accent" },
          { text: shown, isBold: true },
          ...(hasDetail ? [{ text: beside, tone: "quiet" as const }] : []),
        ]}
      />
      <Box flexShrink={0}>
        {tabs.map(({ words, isCurrent }, index) => (
          <Tint key={words} tone={isCurrent ? "accent" : "quiet"} isBold={isCurrent}>
            {texts[index]}
          </Tint>
        ))}
      </Box>
    </Box>
  );
};
