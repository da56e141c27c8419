import { nonEmpty } from "../../../domain/non-empty.ts";
import { helpKeyOf } from "../../widgets/text-field/help-key.ts";
import { Box } from "ink";
import { Tint } from "../../widgets/Tint.tsx";
import { ShortField } from "../../widgets/text-field/ShortField.tsx";
import { browserWords } from "../../../words/browser.ts";
import type { FolderCount } from "./browser-state.ts";

interface BrowserFooterProps {
  readonly columns: number;
  readonly isFiltering: boolean;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  /** Null when nothing is selected. */
  readonly total: FolderCount | null;
  readonly rateBytesPerSecond: number | null;
}

/** What is selected so far; or the filter while it is typed. */
export const BrowserFooter = (props: BrowserFooterProps) => {
  const { columns, filter, total, rateBytesPerSecond } = props;
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
  if (nonEmpty(filter) !== null)
    return <Tint>{` ${browserWords.filtered(filter, selected)}`}</Tint>;
  if (selected === null) return <Tint tone="quiet">{` ${browserWords.nothingSelected}`}</Tint>;
  return <Tint>{` ${selected}`}</Tint>;
};
