import { afterEach, beforeEach } from "vitest";
import { startS3StandIn, type S3StandIn } from "../../../src/demo/s3-stand-in.ts";
import { sender } from "../values/s3-people.ts";
import { createSenderMachine, type SenderMachine } from "./sender-machine.ts";
import { bucket, region } from "./stand-in-store.ts";

/** What an upload needs around it. */
export interface StandInSite {
  readonly machine: SenderMachine;
  readonly s3: S3StandIn;
}

/** A sender's machine and a store with its bucket for each test of the file or the group; gone behind it. */
export const standInSiteForEach = (): StandInSite => {
  let site: StandInSite | null = null;
  const now = (): StandInSite => {
    if (site === null) throw new Error("only a test has a site");
    return site;
  };
  beforeEach(async () => {
    const machine = await createSenderMachine();
    const users = [sender(bucket)];
    site = { machine, s3: await startS3StandIn({ users, buckets: [{ name: bucket, region }] }) };
  });
  afterEach(async () => {
    await site?.s3.close();
    await site?.machine.remove();
    site = null;
  });
  return {
    get machine() {
      return now().machine;
    },
    get s3() {
      return now().s3;
    },
  };
};
