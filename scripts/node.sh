#!/bin/sh
# Runs "$@" (npm or node) with the machine's Node.js from 18 on, else with the one of requirements/node.lock.
set -eu

if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) < 18)' 2>/dev/null; then
  PATH=$PWD/.venv/bin:$PATH
  export PATH
  if [ ! -x .venv/bin/npm ]; then
    .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes -r requirements/node.lock
  fi
fi

exec "$@"
