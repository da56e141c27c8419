import type { ReactElement } from "react";
import { KeysContext } from "../../../src/tui/keys/keys-context.ts";
import { noKeptText } from "../../../src/tui/keys/kept-text.ts";

/** A screen as the app has it, and why keys did nothing. */
export const withRefusals = (screen: ReactElement) => {
  const refused: string[] = [];
  const owner = {
    isActive: true,
    keptText: noKeptText,
    onAppAction: () => undefined,
    onRefused: (why: string) => refused.push(why),
  };
  return { node: <KeysContext value={owner}>{screen}</KeysContext>, refused };
};
