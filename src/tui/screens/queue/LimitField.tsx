import { helpKeyOf, keysLeftTo } from "../../widgets/text-field/help-key.ts";
import { Box } from "ink";
import type { Dispatch } from "react";
import { useKeys } from "../../keys/use-keys.ts";
import { TextField } from "../../widgets/text-field/TextField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { queueWords } from "../../words/queue.ts";
import type { ScreenProps } from "../screen-props.ts";
import { parseLimit } from "./parse-limit.ts";
import type { QueueEvent } from "./queue-reducer.ts";

interface LimitFieldProps {
  readonly props: ScreenProps;
  readonly text: string;
  readonly dispatch: Dispatch<QueueEvent>;
}

/** The speed limit being typed; it holds for this queue, and is kept for the next time. */
export const LimitField = ({ props, text, dispatch }: LimitFieldProps) => {
  const { services, settings, size, navigate, say } = props;
  const set = async (bytesPerSecond: number | null) => {
    await services.desk.limit(bytesPerSecond);
    const preferences = { ...settings.preferences, limitBytesPerSecond: bytesPerSecond };
    const saved = await services.savePreferences(preferences);
    if (saved.ok) navigate({ type: "settingsChanged", settings: saved.value });
  };
  useKeys(
    "queueText",
    {
      accept: () => {
        const parsed = parseLimit(text);
        if (parsed === undefined) return say(queueWords.limitWrong);
        dispatch({ type: "layerClosed" });
        return void set(parsed);
      },
      peel: () => dispatch({ type: "layerClosed" }),
    },
    { except: keysLeftTo(text) },
  );
  const label = ` ${size.columns < 60 ? queueWords.limitShortLabel : queueWords.limitLabel} `;
  return (
    <Box width={size.columns} height={1}>
      <Tint tone="accent">{label}</Tint>
      <TextField
        value={text}
        onChange={(next) => dispatch({ type: "limitTyped", text: next })}
        columns={Math.max(8, size.columns - label.length - 1)}
        commands={helpKeyOf(text)}
      />
    </Box>
  );
};
