import path from "node:path";

/** What a daemon needs of its starter's environment: folders, keychain, AWS profiles, proxy, certificates, language. */
const needed = [
  "ALL_PROXY",
  "AWS_CA_BUNDLE",
  // Where the profiles are; what they hold is read when it is needed.
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "DBUS_SESSION_BUS_ADDRESS",
  "HOME",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "LANG",
  "LANGUAGE",
  "LOGNAME",
  "NODE_EXTRA_CA_CERTS",
  "NODE_USE_SYSTEM_CA",
  "NO_PROXY",
  "PATH",
  // A path, and what is written there holds no secret.
  "S3_SFTP_DEBUG",
  "S3_SFTP_HOME",
  // Which keychain to use; no secret.
  "S3_SFTP_SECRETS",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  "TMPDIR",
  "TZ",
  "USER",
  "all_proxy",
  "http_proxy",
  "https_proxy",
  "no_proxy",
];

/** A daemon's current folder is "/": what counts from ours must not count from there. */
const paths = [
  "AWS_CA_BUNDLE",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "NODE_EXTRA_CA_CERTS",
  "S3_SFTP_DEBUG",
  "S3_SFTP_HOME",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  "TMPDIR",
];

/**
 * The part of `environment` that a daemon is started with. Everything else stays out of a process that lives for
 * days: keys and tokens in `AWS_…` and `S3_SFTP_LOG_TOKEN` above all.
 */
export const daemonEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> => {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const isNeeded = needed.includes(name) || name.startsWith("LC_") || name.startsWith("XDG_");
    if (!isNeeded || value === undefined) continue;
    kept[name] = paths.includes(name) && value !== "" ? path.resolve(value) : value;
  }
  return kept;
};
