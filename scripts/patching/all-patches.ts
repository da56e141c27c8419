import { inkPatches } from "../../patches/ink.ts";
import { inkTextInputPatch } from "../../patches/ink-text-input.ts";
import { mimeTypesPatch } from "../../patches/mime-types.ts";
import { yogaLayoutPatch } from "../../patches/yoga-layout.ts";
import type { PackagePatch } from "./package-patch.ts";

/** Every file of patches/. */
export const allPatches: readonly PackagePatch[] = [
  ...inkPatches,
  inkTextInputPatch,
  mimeTypesPatch,
  yogaLayoutPatch,
];
