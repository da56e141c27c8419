import type { PackedFolder } from "../../../domain/packed-folder.ts";

/** What the thread that reads a folder says once. */
export type FolderAnswer =
  | { readonly packed: PackedFolder }
  | { readonly failed: { readonly code: string; readonly message: string } };
