#!/bin/sh
# Starts @PROGRAM@ on the Node.js runtime that is installed with it.
# While all looks well, nothing here starts another process: each would cost every start a millisecond.
@FIND_LIB@

# They are for other programs of this user, and could open a debugger in this one.
unset NODE_OPTIONS NODE_REPL_EXTERNAL_MODULE

# glibc 2.28 and libstdc++ in the usual places? Before glibc 2.34 the version is in a file's name.
looks_well() {
  [ -e @LOADER@ ] || return 1
  libc='' libstdcxx=''
  for folder in /usr/lib/@TRIPLET@ /lib/@TRIPLET@ /usr/lib64 /lib64 /usr/lib /lib; do
    [ -e "$folder/libstdc++.so.6" ] && libstdcxx=$folder
    [ -e "$folder/libc.so.6" ] || continue
    libc=$folder
    for named in "$folder"/libc-2.*.so; do
      minor=${named##*/libc-2.} minor=${minor%%[!0-9]*}
      [ "${minor:-99}" -ge 28 ] || return 1
    done
  done
  [ "$libc" ] && [ "$libstdcxx" ]
}

say_why_not() {
  machine=$(uname -m)
  needs="@PROGRAM@ needs Linux on @WORDS@ with glibc 2.28 or newer"
  case $machine in
    @MACHINE@) ;;
    *) echo "$needs. This computer is $machine: use the package for it." ; return ;;
  esac
  for musl in /lib/ld-musl-*; do
    [ -e "$musl" ] && [ ! "$libc" ] || continue
    echo "$needs. This system has musl instead: install Node.js 24, then \`npm install --global s3-sftp\`."
    return
  done
  case $1 in
    *GLIBC_2*) echo "$needs. This system has an older one${minor:+ (2.$minor)}: use Debian 10, RHEL 8, Ubuntu 20.04 or newer." ;;
    *libstdc++*) echo "@PROGRAM@ needs the library libstdc++.so.6: install the package libstdc++6 (RHEL, Fedora: libstdc++)." ;;
    *) echo "$needs. Its runtime does not start here: $1" ;;
  esac
}

if ! looks_well; then
  # It may still be well: a system with other places.
  if ! problem=$(LC_ALL=C "$lib/node" --version 2>&1); then
    say_why_not "$(printf '%s' "$problem" | tr '\n' ' ' | cut -c 1-200)" >&2
    exit 3
  fi
fi
exec "$lib/node" @FLAGS@ "$lib/dist/@ENTRY@" "$@"
