/** Variables that the program reads, with what they are for: for the help and the manual page. */
export const environmentTable: readonly (readonly [name: string, words: string])[] = [
  ["S3_SFTP_HOME", "Folder for settings and state, instead of the XDG folders."],
  ["S3_SFTP_SECRETS", "Secret storage: auto, keytar, keyring, file or session."],
  ["S3_SFTP_PASSPHRASE", "Unlocks the encrypted secrets file without asking."],
  ["S3_SFTP_LOG_TOKEN", "Log server token; overrides the stored one."],
  ["S3_SFTP_DEBUG", "A file: one line per request, retry, state change; no secrets."],
  ["S3_SFTP_WORKER", "off: uploads stop when the app quits."],
  [
    "AWS_ACCESS_KEY_ID, AWS_PROFILE, ...",
    "For upload without a stored connection, as in the AWS SDK.",
  ],
  ["HTTPS_PROXY, HTTP_PROXY, ALL_PROXY", "HTTP proxy, such as http://user:password@host:3128."],
  ["NO_PROXY", "Hosts without a proxy: names, addresses, networks, *."],
  [
    "AWS_CA_BUNDLE, NODE_EXTRA_CA_CERTS",
    "A file with certificates to trust beside this computer's.",
  ],
  ["INK_SCREEN_READER", "true: same as --accessible."],
  ["NO_COLOR", "Turns off colours."],
  ["COLORFGBG", "Set by some terminals: the first start has colours for a light window."],
];
