import { uploadWords } from "../../words/commands/upload.ts";
import type { UploadCommand } from "../upload-options.ts";
import type { UploadPlan } from "./plan-upload.ts";
import { fileListOptions, type ListedPaths } from "./read-file-list.ts";

export interface PlanNotesParams {
  readonly plan: UploadPlan;
  readonly command: Pick<UploadCommand, "selection" | "paths">;
  /** Of `--files-from`; null: the paths of the command line. */
  readonly listed: ListedPaths | null;
}

/** Why nothing at all is uploaded, where nothing has failed either. */
const nothingWords = ({ plan, command, listed }: PlanNotesParams): string => {
  const { filesFrom } = command.selection;
  const { filtered, young } = plan.leftOut;
  if (filesFrom !== null && listed?.paths.length === 0)
    return uploadWords.emptyList(fileListOptions[filesFrom.endsWith], filesFrom.file);
  if (filtered > 0) return uploadWords.allFiltered;
  return young > 0 ? uploadWords.allYoung(young) : uploadWords.noFiles;
};

/** Paths that are not there and look like patterns, as a shell hands them over that has found nothing. */
const unexpandedPatterns = ({ plan, command }: PlanNotesParams): readonly string[] => {
  const missing = plan.skipped.filter(({ error }) => error.code === "FileVanished");
  return command.paths.filter(
    (given) => /[*?[]/.test(given) && missing.some(({ path }) => path.endsWith(given)),
  );
};

/** What a person may not have meant although it is no error: a pattern for nothing, a list of nothing. One a line. */
export const planNotes = (params: PlanNotesParams): readonly string[] => {
  const { files, skipped, unmatched } = params.plan;
  const unexpanded = unexpandedPatterns(params);
  if (unexpanded.length > 0) return unexpanded.map(uploadWords.unexpanded);
  if (unmatched.length > 0)
    return unmatched.map(({ option, pattern }) => uploadWords.matchesNothing(option, pattern));
  return files.length + skipped.length > 0 ? [] : [nothingWords(params)];
};
