import { nonEmpty } from "../../../domain/non-empty.ts";
import { Box } from "ink";
import { useState } from "react";
import stringWidth from "string-width";
import type { KeyMode } from "../../keys/actions.ts";
import { helpRows } from "../../keys/help-rows.ts";
import { useScroll } from "../../hooks/use-scroll.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { ScrolledLines } from "../../widgets/ScrolledLines.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { ShortField } from "../../widgets/text-field/ShortField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { helpWords } from "../../../words/help.ts";
import type { Size } from "../screen-props.ts";
import { helpLines } from "./help-lines.ts";

export interface HelpScreenProps {
  /** Where `?` was pressed: its keys come first. */
  readonly mode: KeyMode;
  readonly size: Size;
  readonly onClose: () => void;
}

/** All keys from the key table, those of the screen below first; `/` searches. */
export const HelpScreen = ({ mode, size, onClose }: HelpScreenProps) => {
  const [search, setSearch] = useState("");
  const [isSearching, setIsSearching] = useState(false);
  const columns = size.columns - 2;
  const rows = helpLines(helpRows(mode, search), columns, stringWidth);
  const isFiltered = nonEmpty(search) !== null;
  const hasField = isSearching || isFiltered;
  const height = size.rows - 2 - (hasField ? 1 : 0);
  const scroll = useScroll(rows.length, height);
  const { moves } = scroll;
  const clear = () => {
    setSearch("");
    setIsSearching(false);
  };
  useKeys(
    "help",
    { ...moves, filter: () => setIsSearching(true), back: isFiltered ? clear : onClose },
    { isActive: !isSearching },
  );
  useKeys(
    "helpText",
    { ...moves, accept: () => setIsSearching(false), back: clear },
    { isActive: isSearching },
  );
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} paddingX={1}>
      <Tint isBold>{helpWords.title}</Tint>
      {hasField ? (
        <Box>
          <Tint>{`${helpWords.search} `}</Tint>
          <ShortField
            value={search}
            onChange={(text) => {
              setSearch(text);
              scroll.toStart();
            }}
            columns={size.columns - 12}
            isFocused={isSearching}
          />
        </Box>
      ) : null}
      <Box flexDirection="column" height={height} overflow="hidden">
        {rows.length === 0 ? <Tint>{helpWords.nothingFound(search)}</Tint> : null}
        <ScrolledLines lines={rows} scroll={scroll} columns={columns} />
      </Box>
      <StatusBar mode={isSearching ? "helpText" : "help"} columns={columns} />
    </Box>
  );
};
