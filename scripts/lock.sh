#!/bin/sh
# Pin every dependency with its hashes, for all platforms. Run it after a change of pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
pin() { .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 "$@"; }
pin pyproject.toml --output-file requirements/run.txt
pin pyproject.toml --group test --extra postgres --output-file requirements/test.txt
printf 'uv\nhatchling\neditables\n' | pin - --output-file requirements/build.txt
printf 'msgraph-sdk\nhttpx\njsonschema\nrequests\n' | pin - --output-file requirements/graph-referee.txt
