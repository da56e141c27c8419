import { isBlank } from "../../../domain/non-empty.ts";
import { homedir } from "node:os";
import path from "node:path";
import { Box } from "ink";
import { useEffect, useReducer } from "react";
import stringWidth from "string-width";
import { cutMiddle, displayName } from "../../../domain/display-name.ts";
import { cleanLine } from "../../../domain/connection.ts";
import { pastedPaths } from "../../../domain/pasted-paths.ts";
import { pathWords } from "../../../words/paths.ts";
import { useKeys } from "../../keys/use-keys.ts";
import type { AppServices } from "../../services.ts";
import { List, type ListLine } from "../../widgets/List.tsx";
import { listMoves } from "../../widgets/list-moves.ts";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { helpKeyOf, keysLeftTo } from "../../widgets/text-field/help-key.ts";
import { TextField } from "../../widgets/text-field/TextField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme, type Symbols } from "../../widgets/theme.ts";
import type { Size } from "../screen-props.ts";
import type { PathRow } from "./path-row.ts";
import {
  createPicker,
  maxPathRows,
  pickedRow,
  pickerReducer,
  type PickerKind,
  type PickerState,
} from "./picker-state.ts";
import { completeTyped, toAbsolute } from "./typed-path.ts";
import { usePickerRows } from "./use-picker-rows.ts";

export interface PathPickerProps {
  readonly services: AppServices;
  readonly kind: PickerKind;
  /** What the field holds at first. */
  readonly text: string;
  /** Where the browser stands. */
  readonly folder: string;
  readonly showHidden: boolean;
  readonly size: Size;
  readonly say: (note: string) => void;
  /** A folder, and the name in it that is to be highlighted. */
  readonly onGo: (folder: string, name: string | null) => void;
  readonly onClose: () => void;
}

/** Title, field and the bottom line. */
const linesAround = 3;

const rowLine = (
  row: PathRow | undefined,
  hasCursor: boolean,
  columns: number,
  symbols: Symbols,
): ListLine => {
  if (!row) return { text: "" };
  const end = row.isFolder ? "/" : "";
  const name = cutMiddle(displayName(row.shown) + end, columns - 5, stringWidth, symbols.ellipsis);
  return [
    { text: " " },
    { text: `${hasCursor ? symbols.cursor : " "} `, tone: "accent", hasBar: hasCursor },
    { text: ` ${name} `, tone: row.isFolder ? "accent" : "plain", hasBar: hasCursor },
  ];
};

const countText = ({ rows, isWorking }: PickerState): string =>
  isWorking ? pathWords.working : pathWords.count(rows.length, rows.length < maxPathRows);

const emptyLine = ({ kind, text, isWorking, recent }: PickerState): string => {
  if (kind === "find" && text === "") return pathWords.findHow;
  if (isWorking) return pathWords.working;
  return kind === "recent" && recent.length > 0 ? pathWords.empty.find : pathWords.empty[kind];
};

/** What terminals and file managers put around a path is no part of it. */
const cleanPath = (text: string): string => pastedPaths(text)[0] ?? cleanLine(text);

/** Takes the highlighted row, or what was typed when that is there. */
const usePick = ({ services, folder, say, onGo }: PathPickerProps, state: PickerState) => {
  const go = async (at: string) => {
    const [kind] = await services.entryKinds([at]);
    if (kind === "folder") onGo(at, null);
    else if (kind) onGo(path.dirname(at), path.basename(at));
    else say(pathWords.notThere(at));
  };
  return () => {
    const row = pickedRow(state);
    if (row) return void go(row.path);
    if (state.kind !== "goTo" || isBlank(state.text)) return undefined;
    return void go(toAbsolute(state.text, folder, homedir()));
  };
};

/** In place of the list: a field for a path or a part of a name, and above it what can be taken. */
export const PathPicker = (props: PathPickerProps) => {
  const { services, kind, folder, showHidden, size, onClose } = props;
  const { columns, rows } = size;
  const { symbols } = useTheme();
  const [state, dispatch] = useReducer(pickerReducer, null, () =>
    createPicker(kind, props.text, { folder, home: homedir() }),
  );
  const height = Math.max(1, rows - linesAround);
  useEffect(() => dispatch({ type: "resized", height }), [height]);
  usePickerRows({ services, state, dispatch, folder, showHidden });
  const pick = usePick(props, state);
  const complete = () =>
    kind === "goTo"
      ? dispatch({ type: "typed", text: completeTyped(state.text, state.rows) })
      : dispatch({ type: "moved", by: 1 });
  const moves = listMoves(height, dispatch);
  useKeys(
    "pathText",
    { ...moves, accept: pick, complete, back: onClose },
    { except: keysLeftTo(state.text) },
  );

  const picked = pickedRow(state);
  const right = countText(state);
  const title = pathWords.title[kind];
  const gap = " ".repeat(Math.max(1, columns - 2 - stringWidth(title) - stringWidth(right)));
  const label = ` ${pathWords.label[kind]} `;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Tint isBold>{` ${title}${columns < 60 ? "" : gap + right}`}</Tint>
      <Box flexDirection="column" height={height} overflow="hidden">
        {state.rows.length === 0 ? (
          <Tint tone="quiet">{`    ${emptyLine(state)}`}</Tint>
        ) : (
          <List
            position={state.position}
            count={state.rows.length}
            columns={columns}
            height={height}
            lineAt={(at, hasCursor) =>
              rowLine(state.rows[at], hasCursor && picked !== null, columns, symbols)
            }
          />
        )}
      </Box>
      <Box width={columns} height={1}>
        <Tint tone="accent">{label}</Tint>
        <TextField
          value={state.text}
          onChange={(text) => dispatch({ type: "typed", text })}
          columns={columns - label.length - 1}
          clean={cleanPath}
          commands={helpKeyOf(state.text)}
        />
      </Box>
      <StatusBar mode="pathText" columns={columns} isInset />
    </Box>
  );
};
