import { Box } from "ink";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { RemoveTarget } from "../../../domain/connection-draft.ts";
import type { AppError } from "../../../domain/errors.ts";
import { lacksPassphrase } from "../../../domain/retry.ts";
import type { Settings } from "../../../domain/settings.ts";
import { useMenu } from "../../hooks/use-menu.ts";
import { useKeys } from "../../keys/use-keys.ts";
import type { AppServices } from "../../services.ts";
import { Confirm } from "../../widgets/Confirm.tsx";
import { List } from "../../widgets/List.tsx";
import { Lines, toLines } from "../../widgets/Lines.tsx";
import { noDetails } from "../../../words/errors/error-words.ts";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { resetSentences, resetWords } from "../../../words/reset.ts";
import type { AppEvent, Size } from "../screen-props.ts";
import { resetTargets } from "./reset-targets.ts";

export interface ResetScreenProps {
  readonly services: AppServices;
  readonly settings: Settings;
  readonly size: Size;
  /** False while the passphrase is asked for. */
  readonly isVisible: boolean;
  readonly navigate: (event: AppEvent) => void;
  readonly onRemoved: (settings: Settings) => void;
  readonly onClose: () => void;
  readonly say: (note: string) => void;
}

interface RemoveQuestionProps {
  readonly target: RemoveTarget;
  readonly size: Size;
  readonly onAnswer: (isYes: boolean) => void;
}

const RemoveQuestion = ({ target, size, onAnswer }: RemoveQuestionProps) => {
  const { title, goes, stays } = resetSentences(target);
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Box flexGrow={1}>
        <Confirm
          question={resetWords.question(title)}
          lines={[goes, stays]}
          yes={resetWords.yes}
          no={resetWords.no}
          initial="no"
          columns={size.columns}
          onAnswer={onAnswer}
        />
      </Box>
      <StatusBar mode="confirm" columns={size.columns} isInset />
    </Box>
  );
};

/** Removes what was asked; where the passphrase is missing it is asked for, and the removal tried once more. */
const useRemoval = (
  { services, isVisible, navigate, onRemoved, say }: ResetScreenProps,
  setError: (error: AppError | null) => void,
) => {
  const locked = useRef<RemoveTarget | null>(null);
  const remove = async (target: RemoveTarget, onLocked: () => void) => {
    const removed = await services.removeSaved(target);
    if (!removed.ok && lacksPassphrase(removed.error)) return onLocked();
    if (!removed.ok) return setError(removed.error);
    setError(null);
    say(resetWords.done);
    return onRemoved(removed.value);
  };
  const tryAgain = useEffectEvent((target: RemoveTarget) =>
    // Put off, the passphrase is not asked for a second time.
    remove(target, () => say(resetWords.locked)),
  );
  useEffect(() => {
    const target = locked.current;
    if (!isVisible || target === null) return;
    locked.current = null;
    void tryAgain(target); // a failure is shown on the screen
  }, [isVisible]);
  return (target: RemoveTarget) =>
    remove(target, () => {
      locked.current = target;
      navigate({ type: "unlock" });
    });
};

/** For what the highlighted one would take. */
const linesBelow = 3;

/** Choose what to forget; it says what goes and what stays, and asks before it does. */
export const ResetScreen = (props: ResetScreenProps) => {
  const { settings, size, onClose } = props;
  const { symbols } = useTheme();
  const [asked, setAsked] = useState<RemoveTarget | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [hasDetails, setHasDetails] = useState(false);
  const targets = resetTargets(settings);
  const columns = size.columns - 2;
  const height = Math.max(1, size.rows - 2 - (error ? 5 : linesBelow));
  const { position, moves } = useMenu(targets.length, height);
  const highlighted = targets[position.cursor];
  const below = error
    ? noticeLines(error, { columns, hasDetails, sign: symbols.attention }).slice(0, 5)
    : toLines(
        [{ text: highlighted ? resetSentences(highlighted).goes : "", tone: "quiet" }],
        columns,
      ).slice(0, linesBelow);

  const removeSaved = useRemoval(props, setError);
  useKeys(
    "reset",
    {
      ...moves,
      open: () => setAsked(highlighted ?? null),
      details: error ? () => setHasDetails(!hasDetails) : { why: noDetails },
      back: onClose,
    },
    { isActive: asked === null },
  );
  const answer = (isYes: boolean) => {
    setAsked(null);
    // A failure is shown on this screen.
    if (isYes && asked) void removeSaved(asked);
  };
  if (asked) return <RemoveQuestion target={asked} size={size} onAnswer={answer} />;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} paddingX={1}>
      <Tint isBold>{resetWords.title}</Tint>
      <List
        position={position}
        count={targets.length}
        columns={columns}
        height={height}
        lineAt={(row, hasCursor) => {
          const target = targets[row];
          return {
            text: `${hasCursor ? symbols.focus : " "} ${target ? resetSentences(target).title : ""}`,
            isBold: hasCursor,
          };
        }}
      />
      <Lines lines={below} columns={columns} />
      <StatusBar mode="reset" columns={columns} />
    </Box>
  );
};
