import path from "node:path";
import type {
  DeliveryPlan,
  PlannedFile,
  SelectedPath,
  SkippedPath,
} from "../../domain/delivery-plan.ts";
import type { AppError } from "../../domain/errors.ts";
import { maxKeyBytes, utf8Bytes } from "../../domain/object-key.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { createPathFilter } from "../../services/selection/path-filter.ts";
import { planDelivery } from "../../services/selection/plan-delivery.ts";
import type { FileSource } from "../../services/ports/file-source.ts";
import type { UploadCommand } from "../upload-options.ts";
import { toUnmatchedOption, type LeftOut, type UnmatchedOption } from "./left-out.ts";
import type { ListedPaths } from "./read-file-list.ts";
import type { UploadTarget } from "./upload-target.ts";

export interface PlanUploadParams {
  readonly files: FileSource;
  readonly command: UploadCommand;
  readonly target: UploadTarget;
  /** Of `--files-from`; null: the paths of the command line. */
  readonly listed: ListedPaths | null;
  /** Relative paths begin here. */
  readonly folder: string;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}

/** What is sent, and how much of what was given is not. */
export interface UploadPlan extends DeliveryPlan {
  /** What queues them takes them out: of 100,000 files nothing is to be in memory twice. */
  readonly files: PlannedFile[];
  readonly leftOut: LeftOut;
  /** Patterns of `--include` and `--exclude` that nothing matched. */
  readonly unmatched: readonly UnmatchedOption[];
}

/** The key that `--key` names below the prefix. Fails with KeyTooLong. */
export const namedKey = (
  prefix: string,
  name: string,
  source: string,
): Result<string, AppError> => {
  const key = prefix + name;
  const bytes = utf8Bytes(key);
  return bytes > maxKeyBytes ? fail({ code: "KeyTooLong", path: source, bytes }) : ok(key);
};

/** What `--include`, `--exclude` and `--min-age` leave out, and how much that was. */
const createSieve = ({ command: { selection }, nowMs }: PlanUploadParams) => {
  const { include, exclude } = selection.filter;
  const wanted = createPathFilter(selection.filter);
  const youngAfterMs = selection.minAgeMs === null ? null : nowMs - selection.minAgeMs;
  const counts = { filtered: 0, young: 0 };
  const note = (isWanted: boolean, what: keyof typeof counts): boolean => {
    if (!isWanted) counts[what] += 1;
    return isWanted;
  };
  return {
    counts,
    unmatched: () => wanted.unmatched().map(toUnmatchedOption),
    filter:
      include.length + exclude.length === 0
        ? undefined
        : {
            wantsFile: (below: string) => note(wanted.wantsFile(below), "filtered"),
            wantsFolder: (below: string) => note(wanted.wantsFolder(below), "filtered"),
          },
    isOldEnough: (changedAtMs: number) =>
      note(youngAfterMs === null || changedAtMs <= youngAfterMs, "young"),
  };
};

/** What is listed and lies below the current folder keeps its folders; anything else stands for itself. */
const keepFolders = (at: string, folder: string): SelectedPath =>
  at === folder || at.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)
    ? { path: at, baseFolder: folder }
    : at;

/** What would be sent: each file with its key, and each path that cannot be sent. Fails with InvalidInput, KeyTooLong. */
export const planUpload = async (
  params: PlanUploadParams,
): Promise<Result<UploadPlan, AppError>> => {
  const { files, command, target, listed, folder, signal } = params;
  const paths = listed === null ? command.paths : listed.paths;
  const unusable: readonly SkippedPath[] = listed?.unusable ?? [];
  const absolute = paths.map((one) => path.resolve(folder, one));
  const selected = listed === null ? absolute : absolute.map((one) => keepFolders(one, folder));
  const sieve = createSieve(params);
  const found = await planDelivery({
    files,
    selected,
    prefix: target.prefix,
    followsLinks: command.followsLinks,
    filter: sieve.filter,
    wants: ({ fingerprint }) => sieve.isOldEnough(fingerprint.mtimeMs),
    signal,
  });
  const plan = {
    ...found,
    files: [...found.files],
    skipped: [...unusable, ...found.skipped],
    leftOut: sieve.counts,
    unmatched: sieve.unmatched(),
  };
  const [only] = plan.files;
  if (command.key === null || !only) return ok(plan);
  if (only.path !== absolute[0]) {
    const problem = "works with one file, but the path is a folder";
    const given = { option: "--key", value: null };
    return fail({ code: "InvalidInput", field: "key", problem, given });
  }
  const key = namedKey(target.prefix, command.key, only.path);
  return key.ok ? ok({ ...plan, files: [{ ...only, key: key.value }] }) : key;
};
