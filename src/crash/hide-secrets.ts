// Values of these may stand in what others have written: a foreign error, an answer.
const secretNames = /SECRET|TOKEN|PASSWORD|PASSPHRASE|ACCESS_KEY|CREDENTIAL/i;

/** Says where secrets are kept, in a word of every crash: "file". */
const notSecret = "S3_SFTP_SECRETS";

/** A shorter value is no secret, and may be part of any word. */
const minSecretLength = 4;

/** A text with every secret of the environment taken out. */
export const hideSecrets = (
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string =>
  Object.entries(environment)
    .filter(([name]) => secretNames.test(name) && name !== notSecret)
    .reduce(
      (rest, [, value = ""]) =>
        value.length < minSecretLength ? rest : rest.replaceAll(value, "…"),
      text,
    );
