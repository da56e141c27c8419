import { Box } from "ink";
import type { AppError } from "../../domain/errors.ts";
import { errorDetails, errorWords } from "../words/error-words.ts";
import { Tint } from "./Tint.tsx";
import { useTheme } from "./theme.ts";

export interface NoticeProps {
  readonly error: AppError;
  readonly columns: number;
  /** True: the details stand where `d details` stood. */
  readonly hasDetails: boolean;
  /** Replaces the general advice where the screen knows better. */
  readonly next?: string | undefined;
}

/**
 * A failure in four parts: what happened, to what, what to do and who can do it, and `d` for the details.
 * The key `d` is the screen's; see action "details".
 */
export const Notice = ({ error, columns, hasDetails, next }: NoticeProps) => {
  const { symbols } = useTheme();
  const words = errorWords(error);
  const details = hasDetails ? errorDetails(error) : [`d details (${error.code})`];
  return (
    <Box flexDirection="column" width={columns}>
      <Tint tone="bad" isBold wrap="wrap">{`${symbols.attention} ${words.happened}`}</Tint>
      {words.subject === "" ? null : <Tint>{`  ${words.subject}`}</Tint>}
      <Box paddingLeft={2}>
        <Tint wrap="wrap">{`${next ?? words.next} ${words.who}`}</Tint>
      </Box>
      {details.map((line) => (
        <Tint key={line} tone="quiet">{`  ${line}`}</Tint>
      ))}
    </Box>
  );
};
