import { bucket } from "../sites/stand-in-store.ts";
import { sender } from "./s3-people.ts";

/** Keys that STS hands out. */
export const assumed = {
  ...sender(bucket),
  name: "assumed",
  accessKeyId: "ASIAASSUMED000000000",
  sessionToken: "session-token-of-the-tests",
};

/** What STS answers to AssumeRole. */
export const roleAnswer = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<Credentials><AccessKeyId>${assumed.accessKeyId}</AccessKeyId><SecretAccessKey>${assumed.secretAccessKey}</SecretAccessKey>
<SessionToken>${assumed.sessionToken}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`;
