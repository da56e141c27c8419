import type { Architecture } from "./architectures.ts";
import type { MadeOnce } from "./made-once.ts";
import type { FindPackage } from "./published-package.ts";

/** What each package is made from. */
export interface PackageParams {
  /** The finished bundle. */
  readonly dist: string;
  readonly find: FindPackage;
  readonly architecture: Architecture;
  readonly madeOnce: MadeOnce;
  readonly version: string;
  /** Of every file: SOURCE_DATE_EPOCH. */
  readonly timeSeconds: number;
}
