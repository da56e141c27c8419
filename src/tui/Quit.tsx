import { Box } from "ink";
import type { Size } from "./screens/screen-props.ts";
import { Confirm } from "./widgets/Confirm.tsx";
import { StatusBar } from "./widgets/StatusBar.tsx";
import { appWords } from "../words/app.ts";

export interface QuitProps {
  readonly names: readonly string[];
  readonly count: number;
  /** True: a daemon sends the rest without the app. */
  readonly continuesInBackground: boolean;
  readonly size: Size;
  readonly onLeave: () => void;
  readonly onStay: () => void;
}

/** The question before quitting while uploads are not finished; leaving loses nothing. */
export const Quit = ({ names, count, continuesInBackground, size, onLeave, onStay }: QuitProps) => (
  <Box flexDirection="column" width={size.columns} height={size.rows}>
    <Box flexGrow={1}>
      <Confirm
        question={appWords.quitQuestion(count)}
        lines={appWords.quitNames(names, count)}
        yes={continuesInBackground ? appWords.leaveDetached : appWords.leaveHere}
        no={appWords.stay}
        initial="yes"
        columns={size.columns}
        onAnswer={(isYes) => (isYes ? onLeave() : onStay())}
      />
    </Box>
    <StatusBar mode="confirm" columns={size.columns} isInset />
  </Box>
);
