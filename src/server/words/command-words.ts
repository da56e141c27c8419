import { formatCount } from "../../domain/format.ts";

/** What the commands of the log server say, beside what they say of tokens and queue. */
export const commandWords = {
  failed: (why: string): string => `s3-sftp-log-server: ${why}`,
  good: (about: string, found: string): string => `ok    ${about}: ${found}`,
  bad: (about: string, why: string): string => `FAIL  ${about}: ${why}`,
  tokensFile: (file: string): string => `tokens file ${file}`,
  tokens: (count: number): string => formatCount(count, "token"),
  slack: (who: string, channel: string): string =>
    `token of ${who}, channel ${channel} (not tested)`,
  writable: (waiting: number, parked: number): string =>
    `writable; ${waiting} waiting, ${parked} parked`,
  notWritable: (why: string): string => `not writable: ${why}`,
  tokensRequired: "--tokens FILE is required",
  halfOfTls: "--tls-cert and --tls-key must be used together",
  slackTokenUnusable: "the Slack token contains a space or an invalid character",
  openSecret: (file: string): string =>
    `every user of this machine can read ${file}; run chmod 600 on it`,
  unreadable: (name: string, file: string): string => `cannot read ${name}: ${file}`,
  noRedisUrl: "must be a URL such as redis://10.0.0.5:6379 or rediss://redis.example.com:6380",
  passwordInOption:
    "a URL with a password must be in REDIS_URL or REDIS_URL_FILE: every user of this machine can list command lines",
  certificateRejected: "new certificate rejected, keeping the old one",
  certificateUnusable: (file: string, code: string): string =>
    `certificate ${file} and its key cannot be used (${code})`,
} as const;
