#!/bin/sh
# Runs "$@" (npm or node) with the machine's Node.js from 20.19 on, else with the one of requirements/node.lock.
set -eu

new_enough='const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor < 2019 ? 1 : 0)'
if ! command -v npm >/dev/null || ! node -e "$new_enough" 2>/dev/null; then
  PATH=$PWD/.venv/bin:$PATH
  export PATH
  if [ ! -x .venv/bin/npm ]; then
    .venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet --require-hashes --no-deps -r requirements/node.lock
  fi
fi

exec "$@"
