#!/bin/sh
# Capture the bundled sample into a fresh store, print what became of it, serve the view until Ctrl-C.
#   SERVE=0         end after the receipt
#   RUN_HOME=DIR    a new folder to put everything in; otherwise .run/home, which is made anew each time
set -eu
cd "$(dirname "$0")/.."
program=${REPSIDE:-.venv/bin/repside}
home=${RUN_HOME:-.run/home}
if [ "$home" = .run/home ]; then
  rm -rf "$home"
elif [ -e "$home" ]; then
  echo "RUN_HOME=$home exists already. Name a new folder, or leave RUN_HOME out." >&2
  exit 2
fi
mkdir -p "$(dirname "$home")"
repside() { "$program" --home "$home" "$@"; }

# The rep and the quarter are invented: see sample/write.py.
rep=maya.lindqvist@fjordlight.example
since=2026-08-01

repside init >/dev/null
repside connect folder sample/mail --address $rep --since $since >/dev/null
repside connect folder sample/second --address maya@nordlume.example --since $since >/dev/null
repside connect folder sample/calendar.ics --address $rep --since $since >/dev/null
echo "Connected two mailboxes and a calendar of Maya Lindqvist, a sales rep who does not exist, into $home"
repside import contacts sample/contacts.csv
repside import deals sample/deals.csv
repside sync
echo
repside receipt
[ "${SERVE:-1}" != 0 ] || exit 0
echo
exec "$program" --home "$home" view
