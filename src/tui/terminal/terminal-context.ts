import { createContext } from "react";
import type { TerminalKind } from "./terminal-kind.ts";

/** What is known of the terminal; nothing when nobody says. */
export const TerminalContext = createContext<TerminalKind>({});
