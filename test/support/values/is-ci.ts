/** Whether tests run for a whole team: CI is set, and not to what means no. */
export const isCi = ({ CI = "" }: Readonly<Record<string, string | undefined>>): boolean =>
  !["", "0", "false"].includes(CI);
