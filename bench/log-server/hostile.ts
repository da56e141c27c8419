import { sendPatiently, type GoodSenderResult } from "../../test/support/processes/good-sender.ts";
import { startHostileSenders } from "../../test/support/processes/hostile-senders.ts";

/** What came of a good sender's posts beside hostile ones. */
export interface HostileResult extends GoodSenderResult {
  readonly hostileBitsPerSecond: number;
  readonly hostileConnections: number;
}

const hostileBitsPerSecond = 1_000_000;

/** Of the good sender: a post counts when its answer is there after this long. */
const patienceMs = 1_000;

/**
 * One good sender beside ten hostile addresses and one IPv6 network. The server must have its limits, and trust
 * hostileProxy.
 */
export const measureHostile = async (
  port: number,
  token: string,
  seconds: number,
): Promise<HostileResult> => {
  const hostile = await startHostileSenders(port, hostileBitsPerSecond / 8);
  try {
    const result = await sendPatiently(port, token, { seconds, patienceMs });
    return { ...result, hostileBitsPerSecond, hostileConnections: hostile.opened() };
  } finally {
    await hostile.stop();
  }
};
