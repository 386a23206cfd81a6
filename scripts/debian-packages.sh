#!/bin/sh
# The servers and the browser that the tests run against: Dovecot, PostgreSQL, Chromium; and a compiler for the failing disk.
set -eu
missing=''
need() { # need PACKAGE PROGRAM...: the package is missing when none of the programs is there
  package=$1; shift
  for program in "$@"; do
    if command -v "$program" >/dev/null 2>&1 || [ -x "$program" ]; then return; fi
  done
  missing="$missing $package"
}
need dovecot-imapd /usr/sbin/dovecot dovecot
need chromium chromium chromium-browser google-chrome
need postgresql $(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null || echo postgres)
need openssl openssl
need gcc cc gcc
[ -e /usr/include/stdio.h ] || missing="$missing libc6-dev"
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The tests need these programs, and apt-get is not here to install them:$missing. Install them, then run 'make test' again." >&2
  exit 1
fi
as_root=''
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "The tests need these Debian packages:$missing. Ask someone with root to run: apt-get install --no-install-recommends$missing" >&2
    exit 1
  fi
  as_root=sudo
fi
echo "Installing for the tests:$missing ..." >&2
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq >/dev/null
$as_root apt-get install -y -qq --no-install-recommends $missing fonts-dejavu-core >/dev/null
