import stringWidth from "string-width";
import type { Span } from "../../widgets/Spans.tsx";
import type { SummaryCheck, SummaryRow } from "./setup-summary.ts";

const labelColumns = 9;
const gap = "   ";

const checkSpans = ({ sign, text, tone }: SummaryCheck): readonly Span[] => [
  { text: `${sign} ${text}`, tone },
];

const widthOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { text }) => sum + stringWidth(text), 0);

/** A line for each row: its label, its value, and the detail, which is the first to be cut. */
export const rowLines = (rows: readonly SummaryRow[]): readonly (readonly Span[])[] =>
  rows.map(({ label, value, detail }) => [
    { text: label.padEnd(labelColumns), tone: "quiet" },
    { text: value, isBold: true },
    ...(detail === null ? [] : [{ text: gap + detail, tone: "quiet" as const }]),
  ]);

/** The checks beside each other, in as many lines as they need. */
export const checkLines = (
  checks: readonly SummaryCheck[],
  columns: number,
): readonly (readonly Span[])[] =>
  checks.map(checkSpans).reduce<readonly (readonly Span[])[]>((lines, spans) => {
    const last = lines.at(-1);
    const joined = last === undefined ? spans : [...last, { text: gap }, ...spans];
    return last === undefined || widthOf(joined) > columns
      ? [...lines, spans]
      : [...lines.slice(0, -1), joined];
  }, []);
