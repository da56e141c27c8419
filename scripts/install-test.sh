#!/usr/bin/env bash
# Installs the packages in artefacts/ on Debian systems that debootstrap makes, without Node, npm or a network, and uses
# them there: scripts/install-test.sh bookworm trixie bookworm:arm64. Needs root, debootstrap, and for arm64 qemu-user-static.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"

[ "$(id -u)" = 0 ] || { echo 'install-test.sh needs root: it mounts and changes roots' >&2; exit 3; }
cache=${S3_SFTP_ROOTS_FOLDER:-/var/cache/s3-sftp-roots}
mirror=${S3_SFTP_MIRROR:-http://deb.debian.org/debian}
mkdir -p "$cache"

bases=()
for system in "${@:-bookworm}"; do
  suite=${system%%:*} arch=amd64
  [ "$suite" = "$system" ] || arch=${system#*:}
  base=$cache/$suite
  [ "$arch" = amd64 ] || base=$base-$arch
  if [ ! -d "$base" ]; then
    # Complete or not at all: a run that was ended leaves a folder of another name.
    rm -rf "$base.new"
    debootstrap --variant=minbase --arch="$arch" "$suite" "$base.new" "$mirror" >"$base.log" 2>&1 || {
      tail -n 20 "$base.log" >&2
      exit 1
    }
    mv "$base.new" "$base"
  fi
  bases+=("$base")
done

# Nobody in there reaches anything but this machine's loopback; what is mounted goes with the last process.
export S3_SFTP_ROOTS
S3_SFTP_ROOTS=$(IFS=:; echo "${bases[*]}")
exec unshare --net --mount bash -c 'ip link set lo up && exec vitest run --config scripts/packages.config.ts'
