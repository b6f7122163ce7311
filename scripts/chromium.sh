#!/bin/sh
# Sees to the browser and the fonts of the browser tests: installs them as root on Debian, else says what to install.
# The tests run in any case, so a missing browser is a failure to be read and not a story that vanished.
set -eu

wanted=
[ -x "${CHROMIUM_PATH:-/usr/bin/chromium}" ] || wanted=chromium
if command -v dpkg-query >/dev/null; then
  for font in fonts-noto-core fonts-noto-color-emoji; do
    dpkg-query -W -f='${Status}' "$font" 2>/dev/null | grep -q 'install ok installed' || wanted="$wanted $font"
  done
fi
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq; then
  # shellcheck disable=SC2086 # a list of package names
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $wanted >/dev/null && exit 0
fi
echo "The browser tests will fail: install$(printf ' %s' $wanted) (or set CHROMIUM_PATH to a Chromium)." >&2
