import { optionDefaults as defaults } from "./config.ts";

/** What `--help` prints. */
export const usage = `Takes the outcomes of transfers and tells a Slack channel.

  s3-sftp-log-server --tokens FILE [options]
  s3-sftp-log-server token add NAME --tokens FILE     makes a token, shows it once, keeps its hash
  s3-sftp-log-server token list --tokens FILE         names of the tokens
  s3-sftp-log-server check --tokens FILE [options]    tokens file, Slack and data folder: are they fit?
  s3-sftp-log-server parked list [--data DIR | --redis URL]    messages that Slack refused for good, and why
  s3-sftp-log-server parked retry [--data DIR | --redis URL]   puts them into the queue again

  --tokens FILE             who may log, one a line: NAME:sha256:HEX, or a plain token
  --host HOST               where to listen (${defaults.host})
  --port PORT               0 takes a free one (${defaults.port})
  --data DIR                where messages wait for Slack ($STATE_DIRECTORY, or the user's state folder)
  --tls-cert FILE --tls-key FILE   certificate chain and key, PEM; read again on SIGHUP and when they change
  --redis URL               one queue for several servers instead of --data
  --trust-proxy LIST        addresses or networks whose X-Forwarded-For is believed
  --rate-per-token N        messages a second and token, ten seconds' worth at once; 0 is no limit (${defaults["rate-per-token"]})
  --rate-per-address N      requests a second and address (${defaults["rate-per-address"]})
  --failed-tokens N         wrong tokens a minute and address (${defaults["failed-tokens"]})
  --max-data SIZE           the queue is full beyond it (${defaults["max-data"]})
  --remember-days N         how long a repeated Id is known (${defaults["remember-days"]})
  --slack-interval MS       shortest time between two Slack messages (${defaults["slack-interval"]})
  --log-level LEVEL         debug, info, warn or error (${defaults["log-level"]})

  Environment: SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE, SLACK_CHANNEL (#sftp-alerts), SLACK_API_URL (a stand-in)
  SIGHUP reads tokens and certificates again and tries again what Slack refused. SIGTERM finishes what is under way and stops.`;
