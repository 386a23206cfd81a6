#!/bin/sh
# Make the project's own environment in .venv: exactly the pinned, hashed packages.
#   usage: environment.sh run|test
set -eu
cd "$(dirname "$0")/.."
kind=$1
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "Repside needs Python 3.11 or newer, and '$python' is not. Install one, or name it: make $kind PYTHON=python3.12" >&2
  exit 1
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
pins=requirements/$kind.txt
mark=.venv/.installed-$kind
if [ ! -e "$mark" ] || [ "$pins" -nt "$mark" ] || [ pyproject.toml -nt "$mark" ]; then
  echo "Installing Repside into .venv (pinned in $pins) ..." >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
  .venv/bin/uv pip install --quiet --compile-bytecode --require-hashes --python .venv/bin/python -r "$pins"
  .venv/bin/uv pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python --editable .
  .venv/bin/python -m compileall -q sync connectors matchers store config view cli
  touch "$mark"
fi
