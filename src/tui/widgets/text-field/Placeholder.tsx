import { Tint } from "../Tint.tsx";

export interface PlaceholderProps {
  /** What is typed. */
  readonly value: string;
  /** Shown while that is nothing. */
  readonly placeholder: string | undefined;
}

/** What stands in a field that nothing is typed into. */
export const Placeholder = ({ value, placeholder }: PlaceholderProps) =>
  value === "" ? <Tint tone="quiet">{placeholder}</Tint> : null;
