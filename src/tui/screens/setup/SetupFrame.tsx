import { Box } from "ink";
import type { ReactNode } from "react";
import type { Action, KeyMode } from "../../keys/actions.ts";
import { type Span, Spans } from "../../widgets/Spans.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import type { SetupGoal } from "../../../domain/setup.ts";
import { setupWords } from "../../../words/setup.ts";
import type { Size } from "../screen-props.ts";
import { groupsOf } from "./setup-groups.ts";
import type { SetupState } from "./setup-state.ts";

export interface SetupFrameProps {
  readonly state: SetupState;
  readonly size: Size;
  readonly mode: KeyMode;
  /** False: the page has a title of its own. */
  readonly hasTitle?: boolean | undefined;
  /** Hints that mean nothing now. */
  readonly without?: readonly Action[] | undefined;
  /** Hints that matter most now. */
  readonly first?: readonly Action[] | undefined;
  readonly children: ReactNode;
}

/** The columns in which all groups have room beside the heading. */
const minColumnsForNames = 66;

/** How far setup has come; in a narrow window only the current group has its name. */
const Groups = ({ state, columns }: { readonly state: SetupState; readonly columns: number }) => {
  const { symbols } = useTheme();
  const spans = groupsOf(state).map(({ group, isReached, isCurrent }): Span => {
    const sign = isReached ? symbols.here : symbols.later;
    const hasName = isCurrent || columns >= minColumnsForNames;
    const look = { tone: isReached ? ("accent" as const) : ("quiet" as const), isBold: isCurrent };
    return { text: hasName ? ` ${setupWords.group(group)} ${sign}` : ` ${sign}`, ...look };
  });
  return <Spans spans={spans} />;
};

/** What is being set up; without the program's name where the groups need its place. */
const headingFor = (goal: SetupGoal, columns: number): string =>
  columns < minColumnsForNames && goal.type !== "connection"
    ? setupWords.goal(goal)
    : setupWords.heading(goal);

/** Heading with the groups of questions, the question's name, the page itself, and the bottom line. */
export const SetupFrame = (props: SetupFrameProps) => {
  const { state, size, mode, hasTitle = true, without, first, children } = props;
  const { columns } = size;
  const isRoomy = size.rows >= 18;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Box flexShrink={0} justifyContent="space-between" paddingX={1}>
        <Tint>{headingFor(state.context.goal, columns)}</Tint>
        <Groups state={state} columns={columns} />
      </Box>
      <Box
        flexDirection="column"
        flexGrow={1}
        overflow="hidden"
        paddingX={1}
        paddingTop={isRoomy ? 1 : 0}
      >
        {hasTitle && (
          <Box flexShrink={0}>
            <Tint isBold>{setupWords.title(state.question)}</Tint>
          </Box>
        )}
        {children}
      </Box>
      <Box flexShrink={0} paddingX={1}>
        <StatusBar mode={mode} columns={columns - 2} without={without} first={first} />
      </Box>
    </Box>
  );
};
