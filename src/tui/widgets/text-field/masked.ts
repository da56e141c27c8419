// Four of forty tell which key it is; four of a short passphrase would tell too much.
const revealed = 4;
const longEnough = 16;

/** Each character as `mask`, but the last four of a long secret, so that a person sees which one it is. */
export const masked = (
  graphemes: readonly string[],
  mask: string,
  showsEnd: boolean,
): readonly string[] => {
  const shown = showsEnd && graphemes.length >= longEnough ? revealed : 0;
  return graphemes.map((each, index) => (index < graphemes.length - shown ? mask : each));
};
