/** Variables that the program reads, with what they are for: for the help and the manual page. */
export const environmentTable: readonly (readonly [name: string, words: string])[] = [
  ["S3_SFTP_HOME", "Folder for settings and state instead of the XDG folders."],
  ["S3_SFTP_SECRETS", "Where secrets are kept: auto, keytar, keyring, file or session."],
  ["S3_SFTP_PASSPHRASE", "Opens the encrypted file of secrets where nobody can be asked."],
  ["S3_SFTP_LOG_TOKEN", "Token of the log server, for uploads without a stored one."],
  ["S3_SFTP_WORKER", "off: uploads end with the app, no worker goes on with them."],
  ["AWS_ACCESS_KEY_ID, AWS_PROFILE, …", "As the AWS SDK reads them, when no connection is stored."],
  ["HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "Proxy; NODE_EXTRA_CA_CERTS adds certificates."],
  ["INK_SCREEN_READER", "true: the app line by line, as with --accessible."],
  ["NO_COLOR", "Draws without colours."],
];
