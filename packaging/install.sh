#!/bin/sh
# Installs s3-sftp from this folder, without root: ./install.sh [--prefix DIR] | --remove [--prefix DIR]
set -u
umask 022

refuse() { # refuse CODE WORDS
  printf 'install.sh: %s\n' "$2" >&2
  exit "$1"
}
usage='./install.sh [--prefix DIR]; ./install.sh --remove [--prefix DIR]'

prefix='' remove=''
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) [ $# -gt 1 ] && [ "$2" ] || refuse 2 "--prefix needs a folder: $usage"; prefix=$2; shift ;;
    --prefix=?*) prefix=${1#--prefix=} ;;
    --remove) remove=yes ;;
    --help | -h) echo "$usage"; exit 0 ;;
    *) refuse 2 "unknown option $1: $usage" ;;
  esac
  shift
done
if [ ! "$prefix" ]; then
  [ "${HOME:-}" ] || refuse 2 'HOME is not set. Give the folder: ./install.sh --prefix DIR'
  prefix=$HOME/.local
fi
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1

program=lib/s3-sftp
files=$(cd "$here" && find bin share -type f | sort)

if [ "$remove" ]; then
  for file in $files; do rm -f "$prefix/$file" || refuse 1 "$prefix/$file cannot be removed."; done
  rm -rf "${prefix:?}/$program" || refuse 1 "$prefix/$program cannot be removed."
  echo "Removed s3-sftp from $prefix. Settings, receipts and secrets are kept: s3-sftp reset removes them."
  exit 0
fi

# A system that it cannot run on is told before anything is copied.
version=$("$here/bin/s3-sftp" --version) || exit $?

# Everything is copied under other names first. What fails until then leaves the prefix as it was.
mark=.new.$$ old=$prefix/$program.old.$$
clean() {
  rm -rf "${prefix:?}/$program$mark"
  for file in $files; do rm -f "$prefix/$file$mark"; done
}
fail() {
  clean
  refuse 1 "$1 Nothing was changed."
}
trap 'fail "Interrupted."' HUP INT TERM
put() { # put FROM TO, and say why not
  why=$(cp -R "$1" "$2" 2>&1) || fail "$(printf '%s\n' "$why" | sed -n '$s/^cp: //p')."
}
for file in $program $files; do
  why=$(mkdir -p "$prefix/${file%/*}" 2>&1) || fail "$(printf '%s\n' "$why" | sed -n '$s/^mkdir: //p')."
done
put "$here/$program" "$prefix/$program$mark"
chmod -R u=rwX,go=rX "$prefix/$program$mark"
for file in $files; do
  put "$here/$file" "$prefix/$file$mark"
  chmod u=rwX,go=rX "$prefix/$file$mark"
done

if [ -e "$prefix/$program" ]; then
  mv "$prefix/$program" "$old" || fail "$prefix/$program cannot be replaced."
fi
if ! mv "$prefix/$program$mark" "$prefix/$program"; then
  [ -e "$old" ] && mv "$old" "$prefix/$program"
  fail "$prefix/$program cannot be written."
fi
trap '' HUP INT TERM
for file in $files; do
  mv -f "$prefix/$file$mark" "$prefix/$file" || refuse 1 "$prefix/$file cannot be written. Run install.sh again."
done
rm -rf "$old"

echo "Installed s3-sftp $version in $prefix."
case :${PATH:-}: in
  *":$prefix/bin:"*) ;;
  *) echo "$prefix/bin is not in your PATH. Add it: export PATH=\"$prefix/bin:\$PATH\"" ;;
esac
