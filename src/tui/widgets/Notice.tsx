import type { AppError } from "../../domain/errors.ts";
import { Lines } from "./Lines.tsx";
import { noticeLines, type NoticeOptions } from "./notice-lines.ts";
import { useTheme } from "./theme.ts";

export interface NoticeProps extends Omit<NoticeOptions, "sign"> {
  readonly error: AppError;
}

/** A failure in four parts. The key `d` is the screen's; see action "details". */
export const Notice = ({ error, ...options }: NoticeProps) => {
  const { symbols } = useTheme();
  return (
    <Lines
      lines={noticeLines(error, { ...options, sign: symbols.attention })}
      columns={options.columns}
    />
  );
};
