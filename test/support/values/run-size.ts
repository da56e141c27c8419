/**
 * True where every test runs, as in .ci/run: S3_SFTP_TESTS=full, or the fault campaign with S3_SFTP_FAULTS=full. A
 * short run has every test of a rule, but of each campaign, each form and each size only a sample.
 */
export const isFullRun =
  process.env["S3_SFTP_TESTS"] === "full" || process.env["S3_SFTP_FAULTS"] === "full";

/** True in the campaign of faults that takes hours: S3_SFTP_FAULTS=full. */
export const isCampaign = process.env["S3_SFTP_FAULTS"] === "full";

/** All of the cases, or in a short run the first `count` of them. */
export const someOf = <T>(cases: readonly T[], count: number): readonly T[] =>
  isFullRun ? cases : cases.slice(0, count);
