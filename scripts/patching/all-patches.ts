import { ansiTokenizePatch } from "../../patches/ansi-tokenize.ts";
import { inkPatches } from "../../patches/ink.ts";
import { inkTextInputPatch } from "../../patches/ink-text-input.ts";
import { mimeTypesPatch } from "../../patches/mime-types.ts";
import { restoreCursorPatch } from "../../patches/restore-cursor.ts";
import { sliceAnsiPatch } from "../../patches/slice-ansi.ts";
import { stringWidthPatch } from "../../patches/string-width.ts";
import { wrapAnsiPatch } from "../../patches/wrap-ansi.ts";
import { yogaLayoutPatch } from "../../patches/yoga-layout.ts";
import type { PackagePatch } from "./package-patch.ts";

/** Every file of patches/. */
export const allPatches: readonly PackagePatch[] = [
  ansiTokenizePatch,
  ...inkPatches,
  inkTextInputPatch,
  mimeTypesPatch,
  restoreCursorPatch,
  sliceAnsiPatch,
  stringWidthPatch,
  wrapAnsiPatch,
  yogaLayoutPatch,
];
