export interface Absences {
  /** Components that were not found, each with what brings it. */
  readonly absent: readonly string[];
  readonly isFullRun: boolean;
  /** How many tests of each file did not run. */
  readonly skipped: readonly { readonly file: string; readonly tests: number }[];
}

/** What to say of a run that was not the whole one; nothing of a whole one. */
export const absenceLines = ({ absent, isFullRun, skipped }: Absences): readonly string[] => {
  const files = skipped.filter(({ tests }) => tests > 0);
  const count = files.reduce((sum, { tests }) => sum + tests, 0);
  const why = [
    ...(count > 0 ? absent : []),
    ...(isFullRun
      ? []
      : ["The long cases: S3_SFTP_TESTS=full npm test runs them, as .ci/run does"]),
  ];
  if (why.length === 0 && count === 0) return [];
  return [
    "Did not run here:",
    ...why.map((line) => `  ${line}`),
    ...(count > 0 ? [`  ${count} tests were skipped:`] : []),
    ...files.map(({ file, tests }) => `    ${file} (${tests})`),
  ];
};
