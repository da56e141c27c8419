import { inspect } from "node:util";

// Values of these may stand in the message of a foreign error.
const secretNames = /SECRET|TOKEN|PASSWORD|PASSPHRASE|ACCESS_KEY|CREDENTIAL/i;

/** A fault of ours for stderr: the stack, with every secret of the environment taken out. */
export const crashWords = (
  thrown: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): string => {
  let text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : inspect(thrown);
  for (const [name, value] of Object.entries(environment)) {
    if (secretNames.test(name) && value !== undefined && value.length >= 4) {
      text = text.replaceAll(value, "…");
    }
  }
  return `s3-sftp: internal error. Please report it. Your progress is saved.\n${text}`;
};
