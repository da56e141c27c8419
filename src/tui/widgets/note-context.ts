import { createContext } from "react";

/** A quiet word for the bottom line ("copied", "there is nothing to retry"), until the next key. */
export const NoteContext = createContext<string | null>(null);
