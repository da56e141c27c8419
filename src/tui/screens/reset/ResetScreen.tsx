import { Box } from "ink";
import { useState } from "react";
import type { ForgetTarget } from "../../../domain/connection-draft.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { Settings } from "../../../domain/settings.ts";
import { useMenu } from "../../hooks/use-menu.ts";
import { useKeys } from "../../keys/use-keys.ts";
import type { AppServices } from "../../services.ts";
import { Confirm } from "../../widgets/Confirm.tsx";
import { List } from "../../widgets/List.tsx";
import { Notice } from "../../widgets/Notice.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { resetSentences, resetWords } from "../../words/reset.ts";
import type { Size } from "../screen-props.ts";
import { resetTargets } from "./reset-targets.ts";

export interface ResetScreenProps {
  readonly services: AppServices;
  readonly settings: Settings;
  readonly size: Size;
  readonly onForgotten: (settings: Settings) => void;
  readonly onClose: () => void;
  readonly say: (note: string) => void;
}

/** Choose what to forget; it says what goes and what stays, and asks before it does. */
export const ResetScreen = (props: ResetScreenProps) => {
  const { services, settings, size, onForgotten, onClose, say } = props;
  const { symbols } = useTheme();
  const [asked, setAsked] = useState<ForgetTarget | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [hasDetails, setHasDetails] = useState(false);
  const targets = resetTargets(settings);
  const height = Math.max(1, size.rows - (error ? 7 : 4));
  const { position, moves } = useMenu(targets.length, height);
  const marked = targets[position.cursor];

  const forget = async (target: ForgetTarget) => {
    const forgotten = await services.forget(target);
    if (!forgotten.ok) return setError(forgotten.error);
    setError(null);
    say(resetWords.done);
    return onForgotten(forgotten.value);
  };
  useKeys(
    "reset",
    {
      ...moves,
      open: () => setAsked(marked ?? null),
      details: () => setHasDetails(!hasDetails),
      peel: onClose,
    },
    { isActive: asked === null },
  );
  const answer = (isYes: boolean) => {
    setAsked(null);
    // A failure is shown on this screen.
    if (isYes && asked) void forget(asked);
  };
  if (asked) {
    const { title, goes, stays } = resetSentences(asked);
    return (
      <Box flexDirection="column" width={size.columns} height={size.rows}>
        <Box flexGrow={1}>
          <Confirm
            question={resetWords.question(title)}
            lines={[resetWords.goes(goes), resetWords.stays(stays)]}
            yes={resetWords.yes}
            no={resetWords.no}
            initial="no"
            columns={size.columns}
            onAnswer={answer}
          />
        </Box>
        <StatusBar mode="confirm" columns={size.columns} />
      </Box>
    );
  }
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} paddingX={1}>
      <Tint isBold>{resetWords.title}</Tint>
      <List
        position={position}
        count={targets.length}
        columns={size.columns - 2}
        height={height}
        lineAt={(row, hasCursor) => {
          const target = targets[row];
          return {
            text: `${hasCursor ? symbols.focus : " "} ${target ? resetSentences(target).title : ""}`,
            isBold: hasCursor,
          };
        }}
      />
      <Box flexDirection="column" flexShrink={0} height={error ? 5 : 2} overflow="hidden">
        {error ? (
          <Notice error={error} columns={size.columns - 2} hasDetails={hasDetails} />
        ) : (
          <Tint tone="quiet" wrap="wrap">
            {marked ? resetSentences(marked).goes : ""}
          </Tint>
        )}
      </Box>
      <StatusBar mode="reset" columns={size.columns - 2} />
    </Box>
  );
};
