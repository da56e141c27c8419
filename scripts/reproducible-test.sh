#!/usr/bin/env bash
# Makes the packages for x86-64 again, of the same commit, in another folder, at another time, with another umask, time zone
# and locale, and compares them with those in artefacts/.
set -euo pipefail
cd "$(dirname "$0")/.."
artefacts=$PWD/artefacts
scratch=$(mktemp -d)
tree="$scratch/another folder"
finish() {
  git worktree remove --force "$tree" 2>/dev/null || true
  rm -rf "$scratch"
}
trap finish EXIT

git worktree add --quiet --detach "$tree" HEAD
ln -s "$PWD/node_modules" "$tree/node_modules"
(
  umask 077
  cd "$tree"
  PATH="$tree/node_modules/.bin:$PATH" TZ=Pacific/Apia LC_ALL=C.UTF-8 node scripts/package.ts --arch x64 >/dev/null
)
compared=0
for file in "$tree"/artefacts/*.deb "$tree"/artefacts/*.tar.gz "$tree"/artefacts/*.cdx.json; do
  cmp "$file" "$artefacts/${file##*/}"
  compared=$((compared + 1))
done
[ "$compared" = 4 ]
echo "$compared packages are equal, byte by byte"
