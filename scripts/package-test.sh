#!/usr/bin/env bash
# Installs the packed program in an empty folder and runs it there as a stranger would:
# the version, an upload to the demo's store with an environment's credentials, and the log server.
set -euo pipefail
tarball=$(realpath "$1")
folder=$(mktemp -d)
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder"

echo '{"name":"stranger","private":true,"allowScripts":{"node":true}}' >package.json
# The product needs Node 24; the npm package of that name brings it to a machine that has an older one.
npm install --silent --no-audit --no-fund node@24.21.0 "$tarball"
export PATH="$folder/node_modules/node/bin:$folder/node_modules/.bin:$PATH"
export S3_SFTP_HOME="$folder/home"

wait_for() { # wait_for FILE TEXT: at most 20 s
  for _ in $(seq 200); do
    grep -q "$2" "$1" 2>/dev/null && return
    sleep 0.1
  done
  echo "waited in vain for '$2' in $1:" >&2
  cat "$1" >&2
  return 1
}

s3-sftp --version | grep -E '^[0-9]+\.[0-9]+\.[0-9]+'

# Nothing is posted here: the messages of the demo go to its own log server and Slack.
export SLACK_BOT_TOKEN=xoxb-of-nobody SLACK_API_URL=http://127.0.0.1:9/api/
s3-sftp-log-server token add stranger --tokens tokens.txt >token.txt
s3-sftp-log-server --tokens tokens.txt --data data --host 127.0.0.1 --port 0 >server.log 2>&1 &
pids+=($!)
wait_for server.log 'listening on '
url=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' server.log | head -n 1)
[ "$(curl -fsS "$url/health-check")" = pong ]

s3-sftp demo --serve >demo.log 2>&1 &
pids+=($!)
wait_for demo.log '^AWS_ENDPOINT_URL='
set -a
eval "$(grep -E '^(AWS|S3_SFTP)_[A-Z_0-9]+=' demo.log)"
set +a
head -c 20000000 /dev/urandom >large.bin
echo small >small.txt
s3-sftp upload --json --bucket "$S3_SFTP_DEMO_BUCKET" --endpoint "$AWS_ENDPOINT_URL" --region "$AWS_REGION" large.bin small.txt | tee result.jsonl
grep -q '"event":"summary","delivered":2,"failed":0' result.jsonl
grep -q "$(sha256sum large.bin | cut -d' ' -f1)" result.jsonl
echo 'the packed program works'
