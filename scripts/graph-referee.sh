#!/bin/sh
# Microsoft's own client of Graph, and what checks a JSON schema: in an environment of their own, for Repside uses neither. Quick when it is there.
set -eu
cd "$(dirname "$0")/.."
home=.venv/graph-referee
pins=requirements/graph-referee.txt
[ "$home/.installed" -nt "$pins" ] && exit 0
.venv/bin/uv venv --quiet --clear --python .venv/bin/python "$home"
.venv/bin/uv pip install --quiet --require-hashes --python "$home/bin/python" -r "$pins"
touch "$home/.installed"
