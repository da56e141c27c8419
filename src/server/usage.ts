import { defaultHosts, optionDefaults as defaults } from "./config.ts";

/** What `--help` prints. */
export const usage = `Receives upload results and posts them to a Slack channel.

  s3-sftp-log-server --tokens FILE [options]
  s3-sftp-log-server token add NAME --tokens FILE     create a token, show it once, store its hash
  s3-sftp-log-server token add NAME --invite …        the same, as a block that the sender pastes into s3-sftp
  s3-sftp-log-server token add --from CSV --out DIR …   such a block for each row of a file
  s3-sftp-log-server token list --tokens FILE         list token names, and whether the file has them hashed
  s3-sftp-log-server token revoke NAME --tokens FILE   remove a token; a running server stops accepting it
  s3-sftp-log-server check --tokens FILE [--post]     check tokens, Slack and data folder; --post sends a test message
  s3-sftp-log-server parked list [--data DIR | --redis URL]    list messages that Slack rejected, and why
  s3-sftp-log-server parked retry [--data DIR | --redis URL]   put them back in the queue

  --tokens FILE             one token per line: NAME:sha256:HEX, or a plain token
  --host HOST               address to listen on (${defaultHosts.plain}, with TLS ${defaultHosts.tls})
  --port PORT               0 picks a free port (${defaults.port})
  --data DIR                folder for queued messages ($STATE_DIRECTORY, or the user's state folder)
  --tls-cert FILE --tls-key FILE   certificate chain and key (PEM); reloaded on change and on SIGHUP
  --redis URL               shared queue for several servers, instead of --data; with a password only in REDIS_URL
  --trust-proxy LIST        addresses or networks whose X-Forwarded-For is trusted
  --rate-per-token N        messages per second per token, bursts of 10 s; 0 = no limit (${defaults["rate-per-token"]})
  --rate-per-address N      requests per second per address (${defaults["rate-per-address"]})
  --failed-tokens N         wrong tokens per minute per address (${defaults["failed-tokens"]})
  --max-data SIZE           maximum size of the queue (${defaults["max-data"]})
  --remember-days N         days to recognise a repeated Id (${defaults["remember-days"]})
  --slack-interval MS       minimum time between Slack messages, ms (${defaults["slack-interval"]})
  --log-level LEVEL         debug, info, warn or error (${defaults["log-level"]})

  --invite                  of token add: print a block for the sender; needs --bucket, --region, --access-key
  --bucket BUCKET/FOLDER    where the sender uploads to
  --region REGION           the bucket's region
  --endpoint URL            endpoint of a service that is not AWS
  --access-key KEY          the sender's access key; its secret access key is asked for, or read from standard input
  --log-url URL             address at which senders reach this server ($S3_SFTP_LOG_URL, or the name in --tls-cert)
  --label LABEL             your name, as the sender's app shows it (the bucket's name)
  --from SENDERS.csv        columns name, bucket, region, access-key-id, secret-access-key; also endpoint, label
  --out DIR                 folder for the blocks of --from, a file each

  Environment: SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE, SLACK_CHANNEL (#sftp-alerts), SLACK_API_URL (for tests),
  REDIS_URL or REDIS_URL_FILE (instead of --redis)
  SIGHUP reloads tokens and certificates and retries parked messages. SIGTERM finishes open requests, then stops.`;
