/** Which program this is: a release, and the very bundle of it. */
export interface ProgramVersion {
  readonly version: string;
  /** Null where it runs from its source. */
  readonly buildId: string | null;
  /** Its first 12 digits, with "-dirty" where files had changed; null where nobody knows it. */
  readonly commit: string | null;
}

/** What `--version` prints. The version comes first: scripts read the first word. */
export const versionLine = ({ version, buildId, commit }: ProgramVersion): string => {
  const build = buildId === null ? "from source" : `build ${buildId}`;
  return `${version} (${commit === null ? build : `${build}, commit ${commit}`})`;
};
