#!/usr/bin/env bash
# Installs the packages in artefacts/ on Debian systems that debootstrap makes, without Node, npm or a network, and uses
# them there: scripts/install-test.sh bookworm trixie bookworm:arm64. Needs root and what scripts/bare-systems.sh needs.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

[ "$(id -u)" = 0 ] || { echo 'install-test.sh needs root: it mounts and changes roots' >&2; exit 3; }

# Nobody in there reaches anything but this machine's loopback; what is mounted goes with the last process.
export S3_SFTP_ROOTS
S3_SFTP_ROOTS=$(scripts/bare-systems.sh "$@" | paste -sd :)
exec unshare --net --mount bash -c 'ip link set lo up && exec vitest run --config scripts/packages.config.ts'
