import { useInput, usePaste } from "ink";
import { useContext } from "react";
import { isPastedText } from "../keys/key-names.ts";
import { KeysContext } from "../keys/keys-context.ts";
import { useKeptText } from "../keys/use-kept-text.ts";

/** Hears what is pasted where no field has the keys, whether the terminal marks pastes or not. */
export const usePastedText = (onPaste: (text: string) => void, isActive: boolean): void => {
  const owner = useContext(KeysContext);
  const hears = isActive && owner.isActive;
  useKeptText(null, hears);
  usePaste(onPaste, { isActive: hears });
  useInput(
    (input, key) => {
      if (isPastedText(input, key)) onPaste(input);
    },
    { isActive: hears },
  );
};
