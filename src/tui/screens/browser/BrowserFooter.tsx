import { nonEmpty } from "../../../domain/non-empty.ts";
import { helpKeyOf } from "../../widgets/text-field/help-key.ts";
import { Box } from "ink";
import stringWidth from "string-width";
import { frameTop } from "../../widgets/frame-edge.ts";
import { Spans } from "../../widgets/Spans.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { ShortField } from "../../widgets/text-field/ShortField.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { browserWords } from "../../../words/browser.ts";
import type { FolderCount } from "./browser-state.ts";

interface BrowserFooterProps {
  readonly columns: number;
  readonly isFiltering: boolean;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  /** Null when nothing is selected. */
  readonly total: FolderCount | null;
  /** What is being compared, in words; null while nothing is. */
  readonly progress: string | null;
  readonly rateBytesPerSecond: number | null;
  /** Bucket and folder; safe to draw. */
  readonly destination: string;
  /** True: there is a highlighted entry that `u` would upload. */
  readonly canUploadHighlighted: boolean;
}

/** What is selected so far and where it would go; or the filter while it is typed. */
export const BrowserFooter = (props: BrowserFooterProps) => {
  const { columns, filter, total, rateBytesPerSecond, destination } = props;
  const { symbols } = useTheme();
  if (props.isFiltering) {
    const label = ` ${browserWords.filterLabel} `;
    return (
      <Box width={columns} height={1}>
        <Tint tone="accent">{label}</Tint>
        <ShortField
          value={filter}
          onChange={props.onFilter}
          columns={columns - label.length - 1}
          commands={helpKeyOf(filter)}
        />
      </Box>
    );
  }
  const secondsToSend =
    total === null || rateBytesPerSecond === null
      ? null
      : total.bytes / Math.max(1, rateBytesPerSecond);
  const selected = total && browserWords.selected({ ...total, secondsToSend });
  const filtered = nonEmpty(filter) === null ? null : browserWords.filtered(filter);
  const highlighted = props.canUploadHighlighted ? browserWords.uploadsHighlighted : null;
  const uploads = selected === null ? highlighted : browserWords.uploadsTo(destination);
  const note = selected === null || filtered === null ? uploads : filtered;
  return (
    <Spans
      spans={frameTop({
        title: props.progress ?? selected ?? filtered ?? browserWords.nothingSelected,
        titleTone:
          props.progress === null && selected === null && filtered === null ? "quiet" : "accent",
        // What is going on has the whole line.
        note: props.progress === null ? note : null,
        columns,
        width: stringWidth,
        symbols,
      })}
    />
  );
};
