import { readFile } from "node:fs/promises";
import path from "node:path";
import place from "../../fixtures/0.1.0/place.json" with { type: "json" };
import { someBytes } from "./bytes.ts";
import { parseJsonLines, type JsonEvent } from "./json-lines.ts";

const folder = path.resolve(import.meta.dirname, "../../fixtures", place.version);

/**
 * What `scripts/keep-release.ts` kept of an older release. Its history has four deliveries, the last of which the log
 * server has not heard of; two uploads are in the middle, one of a daemon and one of a command, both killed.
 */
export const keptRelease = {
  ...place,
  folder,
  /** Deliveries that its history proves. */
  receiptCount: 4,
  /** The bytes of what was in the middle, by name below the folder of the files. */
  unfinished: {
    "by-app.bin": (): Uint8Array => someBytes(28, 4),
    "by-command.bin": (): Uint8Array => someBytes(28, 5),
  },
  /** Delivered while no log server was there. */
  unheard: "late.txt",
} as const;

/** What it printed for `--json`. */
export type KeptOutput = "dry-run" | "history" | "receipt" | "status" | "status-idle" | "upload";

/** The events that it printed. */
export const keptEvents = async (name: KeptOutput): Promise<readonly JsonEvent[]> =>
  parseJsonLines(await readFile(path.join(folder, "json", `${name}.jsonl`), "utf8"));
