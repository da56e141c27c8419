import { Box } from "ink";
import { Frame } from "../../widgets/Frame.tsx";
import { type Span, Spans } from "../../widgets/Spans.tsx";

export interface SummaryProps {
  readonly title: string;
  readonly lines: readonly (readonly Span[])[];
  readonly columns: number;
  readonly hasFrame: boolean;
}

/** What will be saved and what was found, in a frame where there is room for one. */
export const Summary = ({ title, lines, columns, hasFrame }: SummaryProps) =>
  hasFrame ? (
    <Frame title={title} columns={columns} lines={lines} />
  ) : (
    <Box flexDirection="column" flexShrink={0} width={columns}>
      {[[{ text: title, isBold: true }], ...lines].map((line, at) => (
        <Spans key={at} spans={line} />
      ))}
    </Box>
  );
