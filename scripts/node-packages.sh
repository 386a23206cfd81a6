#!/bin/sh
# What the smoke test of Gmail's connector needs from npm: an emulator that others wrote, and the Node that it needs. Quick when it is there.
set -eu
cd "$(dirname "$0")/.."
home=.venv/emulate
wanted="emulate@0.12.2 node@24.21.0"
[ "$(cat "$home/wanted" 2>/dev/null)" = "$wanted" ] && exit 0
command -v npm >/dev/null || { echo "npm is not here: the smoke test against an emulator is skipped"; exit 0; }
mkdir -p "$home"
echo '{"private": true}' > "$home/package.json"
# shellcheck disable=SC2086  two words
if (cd "$home" && npm install --no-audit --no-fund --save-exact $wanted >npm.log 2>&1); then
  echo "$wanted" > "$home/wanted"
else
  echo "npm could not install $wanted (see $home/npm.log): the smoke test against an emulator is skipped"
fi
