#!/usr/bin/env bash
# Makes the systems that scripts/install-test.sh installs packages on, and prints their folders: a Debian of each release that
# is named, with nothing but its smallest set of packages, and beside it one that has systemd and libsecret, too.
# Those that are there stay. Needs root, debootstrap, a network, and for arm64 qemu-user-static.
set -euo pipefail
cache=${S3_SFTP_ROOTS_FOLDER:-/var/cache/s3-sftp-roots}
mirror=${S3_SFTP_MIRROR:-http://deb.debian.org/debian}
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9

make() { # make FOLDER COMMAND…: complete or not at all; a run that was ended leaves a folder of another name
  local folder=$1
  shift
  [ ! -d "$folder" ] || return 0
  rm -rf "$folder.new"
  "$@" "$folder.new" >"$folder.log" 2>&1 || {
    tail -n 20 "$folder.log" >&2
    return 1
  }
  mv "$folder.new" "$folder"
}

bare() { # bare SUITE ARCH FOLDER
  debootstrap --variant=minbase --arch="$2" "$1" "$3" "$mirror"
}

with_services() { # with_services BASE FOLDER; called behind ||, where the shell would go on after a failure
  local install=(apt-get install -y -qq --no-install-recommends systemd libsecret-1-0)
  cp -a "$1" "$2" && chroot "$2" apt-get update -qq &&
    DEBIAN_FRONTEND=noninteractive chroot "$2" "${install[@]}" && chroot "$2" apt-get clean
}

for system in "${@:-bookworm}"; do
  suite=${system%%:*} arch=amd64
  [ "$suite" = "$system" ] || arch=${system#*:}
  base=$cache/$suite
  [ "$arch" = amd64 ] || base=$base-$arch
  make "$base" bare "$suite" "$arch"
  [ "$arch" != amd64 ] || make "$base+services" with_services "$base"
  echo "$base"
done
