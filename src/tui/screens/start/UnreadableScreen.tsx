import { Box } from "ink";
import { useState } from "react";
import type { AppError, AppErrorOf } from "../../../domain/errors.ts";
import type { AppServices } from "../../services.ts";
import { Confirm } from "../../widgets/Confirm.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { appWords } from "../../../words/app.ts";
import { errorWords } from "../../../words/errors/error-words.ts";
import type { Size } from "../screen-props.ts";

export interface UnreadableScreenProps {
  readonly services: AppServices;
  readonly error: AppErrorOf<"StateUnreadable">;
  readonly size: Size;
  /** The file was moved aside to this path. */
  readonly onKept: (path: string) => void;
  readonly onQuit: () => void;
}

/** A file of settings or state that cannot be read: it is kept, and the person decides whether to go on. */
export const UnreadableScreen = (props: UnreadableScreenProps) => {
  const { services, error, size, onKept, onQuit } = props;
  const [trouble, setQueueError] = useState<AppError | null>(null);
  const resumeTransfer = async () => {
    const kept = await services.setAsideUnreadable(error.file);
    if (kept.ok) onKept(kept.value);
    else setQueueError(kept.error);
  };
  const { happened, subject, next } = errorWords(trouble ?? error);
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Box flexGrow={1}>
        <Confirm
          question={appWords.unreadableQuestion}
          lines={[`! ${happened}`, `  ${subject ?? ""}`, next]}
          yes={appWords.continueWithNewFile}
          no={appWords.leaveAsIs}
          initial="yes"
          columns={size.columns}
          // A failure is shown on this screen.
          onAnswer={(isYes) => (isYes ? void resumeTransfer() : onQuit())}
        />
      </Box>
      <StatusBar mode="confirm" columns={size.columns} isInset />
    </Box>
  );
};
