import { isCampaign, isFullRun } from "./run-size.ts";

/** Random numbers in [0, 1) that come again with the same seed (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/**
 * Seeds of a campaign: one in a short run, `few` in a full one, `all` with S3_SFTP_FAULTS=full; other ones each time,
 * unless S3_SFTP_SEED names the one to run again. Test names hold them, so that a failure can be repeated.
 */
export const campaignSeeds = (few: number, all: number): readonly number[] => {
  const asked = process.env["S3_SFTP_SEED"];
  if (asked !== undefined) return [Number(asked)];
  const first = Math.floor(Math.random() * 1_000_000_000);
  const count = isCampaign ? all : isFullRun ? few : 1;
  return Array.from({ length: count }, (_, index) => first + index);
};
