import { helpKeyOf, keysLeftTo } from "../../widgets/text-field/help-key.ts";
import { Box } from "ink";
import type { Dispatch } from "react";
import { parseRate } from "../../../domain/rate.ts";
import { ok } from "../../../domain/result.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { ShortField } from "../../widgets/text-field/ShortField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
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

/** The speed limit being typed; it holds for this queue, and is kept for the next time. */
export const LimitField = ({ props, text, bytesPerSecond, dispatch }: LimitFieldProps) => {
  const { services, size, navigate, say } = props;
  const close = () => dispatch({ type: "layerClosed" });
  const set = async (limitBytesPerSecond: number | null) => {
    await services.queue.limit(limitBytesPerSecond);
    const saved = await services.savePreferences({ limitBytesPerSecond });
    if (saved.ok) navigate({ type: "settingsChanged", settings: saved.value });
  };
  useKeys(
    "queueText",
    {
      accept: () => {
        // What is shown is rounded: left as it is, it changes nothing.
        if (bytesPerSecond !== null && text === queueWords.limitText(bytesPerSecond))
          return close();
        const parsed = text.trim() === "" ? ok(null) : parseRate(text);
        if (!parsed.ok) return say(queueWords.limitWrong(errorWords(parsed.error).happened));
        close();
        return void set(parsed.value);
      },
      back: close,
    },
    { except: keysLeftTo(text) },
  );
  const label = ` ${size.columns < 60 ? queueWords.limitShortLabel : queueWords.limitLabel} `;
  return (
    <Box width={size.columns} height={1}>
      <Tint tone="accent">{label}</Tint>
      <ShortField
        value={text}
        onChange={(next) => dispatch({ type: "limitTyped", text: next })}
        columns={Math.max(8, size.columns - label.length - 1)}
        commands={helpKeyOf(text)}
      />
    </Box>
  );
};
