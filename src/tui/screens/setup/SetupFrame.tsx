import { Box } from "ink";
import type { ReactNode } from "react";
import type { Action, KeyMode } from "../../keys/actions.ts";
import { Tint } from "../../widgets/Tint.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { setupWords } from "../../../words/setup.ts";
import type { Size } from "../screen-props.ts";
import { stepOf } from "./setup-questions.ts";
import type { SetupState } from "./setup-state.ts";

export interface SetupFrameProps {
  readonly state: SetupState;
  readonly size: Size;
  readonly mode: KeyMode;
  /** Hints that mean nothing now. */
  readonly without?: readonly Action[] | undefined;
  /** Hints that matter most now. */
  readonly first?: readonly Action[] | undefined;
  readonly children: ReactNode;
}

/** Heading with the step, the question's name, the page itself, and the bottom line. */
export const SetupFrame = ({ state, size, mode, without, first, children }: SetupFrameProps) => {
  const isRoomy = size.rows >= 18;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Box flexShrink={0} justifyContent="space-between" paddingX={1}>
        <Tint>{setupWords.heading(state.context.goal)}</Tint>
        <Tint>{setupWords.step(stepOf(state))}</Tint>
      </Box>
      <Box
        flexDirection="column"
        flexGrow={1}
        overflow="hidden"
        paddingX={1}
        paddingTop={isRoomy ? 1 : 0}
      >
        <Box flexShrink={0}>
          <Tint isBold>{setupWords.title(state.question)}</Tint>
        </Box>
        {children}
      </Box>
      <Box flexShrink={0} paddingX={1}>
        <StatusBar mode={mode} columns={size.columns - 2} without={without} first={first} />
      </Box>
    </Box>
  );
};
