#!/bin/sh
# What some tests need from npm: axe, which looks for barriers in pages; an emulator that others wrote with the Node that it needs; and
# Microsoft's own types of Graph, made into a JSON schema for the referee. Quick when they are there; without npm those tests are skipped.
set -eu
cd "$(dirname "$0")/.."
command -v npm >/dev/null || { echo "npm is not here: the tests that need an emulator or Microsoft's types are skipped"; exit 0; }

fetch() { # fetch HOME PACKAGE...: 0 when they are there
  home=.venv/$1; shift
  [ "$(cat "$home/wanted" 2>/dev/null)" = "$*" ] && return 0
  mkdir -p "$home"
  echo '{"private": true}' > "$home/package.json"
  if (cd "$home" && npm install --no-audit --no-fund --save-exact "$@" >npm.log 2>&1); then
    echo "$*" > "$home/wanted"
  else
    echo "npm could not install $* (see $home/npm.log): the tests that need it are skipped"
    return 1
  fi
}

schema() {
  home=.venv/graph-types
  [ -s "$home/graph.schema.json" ] && return 0
  {
    echo 'import * as graph from "@microsoft/microsoft-graph-types";'
    for name in Message Event MailFolder Calendar User EventMessage EventMessageRequest EventMessageResponse FileAttachment ItemAttachment; do
      echo "export type ${name}X = graph.$name;"
    done
  } > "$home/types.ts"
  (cd "$home" && node_modules/.bin/ts-json-schema-generator --path types.ts --type '*' --no-type-check -o made.json >schema.log 2>&1 \
    && mv made.json graph.schema.json) || echo "Microsoft's types could not be made into a schema (see $home/schema.log)"
}

fetch axe axe-core@4.14.1 || true
fetch emulate emulate@0.12.2 node@24.21.0 || true
if fetch graph-types @microsoft/microsoft-graph-types@2.43.1 ts-json-schema-generator@2.4.0; then schema; fi
