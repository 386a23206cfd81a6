#!/bin/sh
# Pictures of each page of the view, of the bundled sample: light, dark, and on a phone, into docs/screenshots.
set -eu
cd "$(dirname "$0")/.."
home=.run/screenshots
rm -rf "$home"
SERVE=0 RUN_HOME=$home sh scripts/run-sample.sh >/dev/null
exec .venv/bin/python scripts/screenshots.py "$home" docs/screenshots
