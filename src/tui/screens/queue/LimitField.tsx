import { helpKeyOf, keysLeftTo } from "../../widgets/text-field/help-key.ts";
import { Box } from "ink";
import type { Dispatch } from "react";
import { limitShare, nextPreset, parseRate } from "../../../domain/rate.ts";
import { isBlank } from "../../../domain/non-empty.ts";
import { ok } from "../../../domain/result.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { ShortField } from "../../widgets/text-field/ShortField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { progressBarText } from "../../widgets/progress-bar-text.ts";
import { useTheme } from "../../widgets/theme.ts";
import { errorWords } from "../../../words/errors/error-words.ts";
import { queueWords } from "../../../words/queue.ts";
import type { ScreenProps } from "../screen-props.ts";
import type { QueueEvent } from "./queue-reducer.ts";

interface LimitFieldProps {
  readonly props: ScreenProps;
  readonly text: string;
  /** Null when there is none. */
  readonly bytesPerSecond: number | null;
  readonly dispatch: Dispatch<QueueEvent>;
}

const barColumns = 11;

const toShares = (bytesPerSecond: number | null) => {
  const share = limitShare(bytesPerSecond);
  return { acked: share, sent: share };
};

/** The speed limit being typed; it holds for this queue, and is kept for the next time. */
export const LimitField = ({ props, text, bytesPerSecond, dispatch }: LimitFieldProps) => {
  const { services, size, navigate, say } = props;
  const { symbols } = useTheme();
  const close = () => dispatch({ type: "layerClosed" });
  const set = async (limitBytesPerSecond: number | null) => {
    await services.queue.limit(limitBytesPerSecond);
    const saved = await services.savePreferences({ limitBytesPerSecond });
    if (saved.ok) navigate({ type: "settingsChanged", settings: saved.value });
  };
  const typed = isBlank(text) ? ok(null) : parseRate(text);
  const choose = (way: "higher" | "lower") => {
    const next = nextPreset(typed.ok ? typed.value : bytesPerSecond, way);
    dispatch({ type: "limitTyped", text: next === null ? "" : queueWords.limitText(next) });
  };
  useKeys(
    "queueText",
    {
      accept: () => {
        // What is shown is rounded: left as it is, it changes nothing.
        if (bytesPerSecond !== null && text === queueWords.limitText(bytesPerSecond))
          return close();
        if (!typed.ok) return say(queueWords.limitWrong(errorWords(typed.error).happened));
        close();
        return void set(typed.value);
      },
      back: close,
      up: () => choose("higher"),
      down: () => choose("lower"),
    },
    { except: keysLeftTo(text) },
  );
  const bar = progressBarText(toShares(typed.ok ? typed.value : null), barColumns, symbols);
  const hasBar = size.columns >= 60;
  const label = ` ${size.columns < 60 ? queueWords.limitShortLabel : queueWords.limitLabel} `;
  return (
    <Box width={size.columns} height={1}>
      <Tint tone="accent">{label}</Tint>
      {hasBar ? <Tint tone="quiet">{`${bar} `}</Tint> : null}
      <ShortField
        value={text}
        onChange={(next) => dispatch({ type: "limitTyped", text: next })}
        columns={Math.max(8, size.columns - label.length - 1 - (hasBar ? barColumns + 1 : 0))}
        commands={helpKeyOf(text)}
      />
    </Box>
  );
};
