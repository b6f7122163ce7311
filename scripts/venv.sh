#!/bin/sh
# Makes the virtual environment named by $1 with the first Python of at least 3.11 found here.
set -eu

for candidate in "${PYTHON:-python3.11}" python3.11 python3 python; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$candidate
    break
  fi
done
if [ -z "${python:-}" ]; then
  echo "Luister needs Python 3.11 or newer; none was found. Install it, or name it: make PYTHON=/path/to/python3.11" >&2
  exit 1
fi

# Debian ships Python without what venv needs.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$package" >/dev/null
  else
    echo "This Python cannot make virtual environments. Install $package, then repeat." >&2
    exit 1
  fi
fi

exec "$python" -m venv --clear "$1"
