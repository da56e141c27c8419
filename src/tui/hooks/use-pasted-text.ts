import { useInput, usePaste } from "ink";
import { useContext } from "react";
import { KeysContext } from "../keys/keys-context.ts";

/** Hears what is pasted where no field has the keys, whether the terminal marks pastes or not. */
export const usePastedText = (onPaste: (text: string) => void, isActive: boolean): void => {
  const owner = useContext(KeysContext);
  const hears = isActive && owner.isActive;
  usePaste(onPaste, { isActive: hears });
  useInput(
    (input, key) => {
      // One key gives one character; a held one, many of the same.
      const isText = new Set(input).size > 1 && !key.ctrl && !key.meta;
      if (isText) onPaste(input);
    },
    { isActive: hears },
  );
};
