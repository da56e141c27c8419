import { replaceEach, type PackagePatch } from "../scripts/patching/package-patch.ts";

/** Offsets are UTF-16 units, as the component has them, and stand between characters that a person sees. */
const helpers = String.raw`
let segmenter;
const segments = (text) => {
    segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
    return Array.from(segmenter.segment(text));
};
const previousOffset = (text, offset) => segments(text.slice(0, offset)).at(-1)?.index ?? 0;
const nextOffset = (text, offset) => offset + (segments(text.slice(offset))[0]?.segment.length ?? 0);
const wordStart = (text, offset) => text.slice(0, offset).search(/[\p{L}\p{M}\p{N}_]*[^\p{L}\p{M}\p{N}_]*$/u);
const wordEnd = (text, offset) => offset + /^[^\p{L}\p{M}\p{N}_]*[\p{L}\p{M}\p{N}_]*/u.exec(text.slice(offset))[0].length;
const withoutControls = (text) => text.replace(/\p{Cc}+/gu, '');
`;

const drawn = [
  `        let i = 0;
        for (const char of value) {
`,
  `        for (const { segment: char, index: i } of segments(value)) {
`,
] as const;

const keys = [
  `        if (key.leftArrow) {
            if (showCursor) {
                nextCursorOffset--;
            }
        }
        else if (key.rightArrow) {
            if (showCursor) {
                nextCursorOffset++;
            }
        }
        else if (key.backspace || key.delete) {
            if (cursorOffset > 0) {
                nextValue =
                    originalValue.slice(0, cursorOffset - 1) +
                        originalValue.slice(cursorOffset, originalValue.length);
                nextCursorOffset--;
            }
        }
        else {
            nextValue =
                originalValue.slice(0, cursorOffset) +
                    input +
                    originalValue.slice(cursorOffset, originalValue.length);
            nextCursorOffset += input.length;
            if (input.length > 1) {
                nextCursorWidth = input.length;
            }
        }
        if (cursorOffset < 0) {
            nextCursorOffset = 0;
        }
        if (cursorOffset > originalValue.length) {
            nextCursorOffset = originalValue.length;
        }
`,
  `        const move = (offset) => {
            if (showCursor) {
                nextCursorOffset = offset;
            }
        };
        const cut = (from, to) => {
            nextValue = originalValue.slice(0, from) + originalValue.slice(to);
            nextCursorOffset = from;
        };
        const control = key.ctrl ? input : '';
        const alt = key.meta ? input : '';
        const isWord = key.ctrl || key.meta;
        if (alt === 'b' || (key.leftArrow && isWord)) {
            move(wordStart(originalValue, cursorOffset));
        }
        else if (alt === 'f' || (key.rightArrow && isWord)) {
            move(wordEnd(originalValue, cursorOffset));
        }
        else if (key.leftArrow || control === 'b') {
            move(previousOffset(originalValue, cursorOffset));
        }
        else if (key.rightArrow || control === 'f') {
            move(nextOffset(originalValue, cursorOffset));
        }
        else if (key.home || control === 'a') {
            move(0);
        }
        else if (key.end || control === 'e') {
            move(originalValue.length);
        }
        else if (control === 'w' || (key.backspace && isWord)) {
            cut(wordStart(originalValue, cursorOffset), cursorOffset);
        }
        else if (key.backspace || control === 'h') {
            cut(previousOffset(originalValue, cursorOffset), cursorOffset);
        }
        else if (key.delete || control === 'd') {
            cut(cursorOffset, nextOffset(originalValue, cursorOffset));
        }
        else if (control === 'u') {
            cut(0, cursorOffset);
        }
        else if (control === 'k') {
            cut(cursorOffset, originalValue.length);
        }
        else if (!isWord) {
            insert(input);
            return;
        }
`,
] as const;

const paste = [
  `    useInput((input, key) => {
`,
  `    const insert = (text) => {
        const inserted = withoutControls(text);
        if (inserted === '') {
            return;
        }
        setState({
            cursorOffset: cursorOffset + inserted.length,
            cursorWidth: inserted.length > 1 ? inserted.length : 0,
        });
        onChange(originalValue.slice(0, cursorOffset) + inserted + originalValue.slice(cursorOffset));
    };
    usePaste(insert, { isActive: focus });
    useInput((input, key) => {
        if (key.eventType === 'release') {
            return;
        }
`,
] as const;

export const inkTextInputPatch: PackagePatch = {
  package: "ink-text-input",
  file: "build/index.js",
  upstream:
    "https://github.com/vadimdemedes/ink-text-input (source/index.tsx, 6.0.0; to be offered as below)",
  reason: `To be offered upstream in these words:

"Edit by visible characters, with the keys of a shell.
- Home, End, Ctrl+A, Ctrl+E, Ctrl+U, Ctrl+K, Ctrl+W and word moves (Ctrl or Alt with an arrow, Alt+B, Alt+F) do what
  they do in readline. Today the first two are ignored and the letters are typed into the value.
- Delete removes what is under the cursor. Ink 8 tells it from Backspace; Ink 5 and 6 gave Backspace that name.
- The cursor steps over, and Backspace removes, one grapheme (Intl.Segmenter). Today Backspace leaves half of an emoji
  in the value, a lone surrogate, and the cursor is drawn beside it.
- A paste comes through usePaste, so that it arrives in an app that uses that hook elsewhere, and a newline in it
  submits nothing. Control characters never enter the value of a single line.
- The cursor is held inside the value at each key. Today it stands at 0 after a parent refused the first character.
- Events of a key's release (kitty's protocol) type nothing."`,
  deleteWhen:
    "A release passes the suite in test/tui/widgets/text-field without this patch; see docs/decisions/0005.",
  mend: (text) =>
    replaceEach(text, [
      ["import { Text, useInput } from 'ink';", "import { Text, useInput, usePaste } from 'ink';"],
      ["import chalk from 'chalk';\n", `import chalk from 'chalk';\n${helpers}`],
      [
        "const { cursorOffset, cursorWidth } = state;",
        "const { cursorWidth } = state;\n    const cursorOffset = Math.min(state.cursorOffset, originalValue.length);",
      ],
      drawn,
      ["            i++;\n", ""],
      paste,
      keys,
    ]),
};
