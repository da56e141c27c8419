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

const keyOf = ({ words }: Tab): string => words.split(" ")[0] ?? words;

/** How many files are on their way or wait: "2 Queue 12" without its name is "2 (12)". */
const countOf = ({ words }: Tab): string => {
  const [, , count] = words.split(" ");
  return count === undefined ? "" : ` (${count})`;
};

/**
 * The tabs with all that is said of them, and shorter and shorter: where it delivers to is worth more than the names of
 * screens, whose numbers are their keys.
 */
const tabTexts = (tabs: readonly Tab[]): readonly (readonly string[])[] => {
  const toKey = (tab: Tab): Tab => ({ ...tab, words: keyOf(tab) });
  const toKeyAndCount = (tab: Tab): Tab => ({ ...tab, words: keyOf(tab) + countOf(tab) });
  return [
    tabs.map(tabText),
    tabs.map((tab) => tabText(tab.isCurrent ? tab : toKeyAndCount(tab))),
    tabs.map((tab) => tabText(tab.isCurrent ? tab : toKey(tab))),
    tabs.map((tab) => tabText(tab.isCurrent ? toKey(tab) : toKeyAndCount(tab))),
    tabs.map((tab) => tabText(toKey(tab))),
    tabs.map((tab) => (tab.isCurrent ? tabText(toKey(tab)) : "")),
  ];
};

/** Before the title, and between it and the tabs. */
const signColumns = 4;

/** The top line: where it delivers to, and the screens; the current one has a marker. */
export const Header = ({ title, detail, tabs, columns }: HeaderProps) => {
  const { symbols } = useTheme();
  const roomBeside = (texts: readonly string[]): number =>
    Math.max(0, columns - stringWidth(texts.join("")) - signColumns);
  const all = tabTexts(tabs);
  const texts = all.find((each) => roomBeside(each) >= stringWidth(title)) ?? all.at(-1) ?? [];
  const room = roomBeside(texts);
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
