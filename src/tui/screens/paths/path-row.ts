/** A path that can be taken. */
export interface PathRow {
  /** Absolute. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Its name, or the part of it that tells it from others; as it is on disk. */
  readonly shown: string;
}
