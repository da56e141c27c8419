/** What runs the command behind it without root's power to read everything, so that the rights of files hold. */
export const withoutRootPower: readonly string[] =
  process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"] : [];
