const numbers = (version: string) =>
  (/^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);

/** True when `version` is a later release than `other`. Pre-releases count as their release; nonsense is oldest. */
export const isNewerVersion = (version: string, other: string): boolean => {
  const [ours, theirs] = [numbers(version), numbers(other)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (ours[at] ?? 0) - (theirs[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
};
