import { isBlank } from "../../../domain/non-empty.ts";
import { Box } from "ink";
import { useState } from "react";
import { parseRate } from "../../../domain/rate.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { helpKeyOf, keysLeftTo } from "../../widgets/text-field/help-key.ts";
import { ShortField } from "../../widgets/text-field/ShortField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { errorWords } from "../../../words/errors/error-words.ts";
import { queueWords } from "../../../words/queue.ts";

export interface LimitSettingProps {
  /** Bytes per second; null for none. */
  readonly limit: number | null;
  readonly columns: number;
  readonly onSet: (limit: number | null) => void;
  readonly onCancel: () => void;
  readonly say: (note: string) => void;
}

/** The speed limit being typed. Left as it is, it changes nothing: what is shown is rounded. */
export const LimitSetting = ({ limit, columns, onSet, onCancel, say }: LimitSettingProps) => {
  const before = limit === null ? "" : queueWords.limitText(limit);
  const [text, setText] = useState(before);
  const accept = () => {
    if (text === before) return onCancel();
    if (isBlank(text)) return onSet(null);
    const parsed = parseRate(text);
    return parsed.ok
      ? onSet(parsed.value)
      : say(queueWords.limitWrong(errorWords(parsed.error).happened));
  };
  useKeys("settingsText", { accept, back: onCancel }, { except: keysLeftTo(text) });
  const label = `${columns < 60 ? queueWords.limitShortLabel : queueWords.limitLabel} `;
  return (
    <Box width={columns} height={1}>
      <Tint tone="accent">{label}</Tint>
      <ShortField
        value={text}
        onChange={setText}
        columns={Math.max(8, columns - label.length - 1)}
        commands={helpKeyOf(text)}
      />
    </Box>
  );
};
