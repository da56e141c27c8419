import type { FileDigest } from "../../ports/file-source.ts";

/** What the main thread asks of the digest thread. Jobs are numbered by the asker. */
export type DigestOrder =
  | { readonly do: "digest"; readonly job: number; readonly path: string }
  | { readonly do: "cancel"; readonly job: number };

export type DigestAnswer =
  | { readonly job: number; readonly digest: FileDigest }
  | { readonly job: number; readonly failed: { readonly code: string; readonly message: string } };
