#!/usr/bin/env bash
# Opens TakeOne Desktop; with arguments, is its command line. Sets up what is missing.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)
# shellcheck source=scripts/setup.sh
. "$root/scripts/setup.sh"

has_display() {
    [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]
}

if [ $# -gt 0 ]; then
    set_up run
elif has_display; then
    set_up window
else
    say "There is no display for the window here, so the demo runs in the terminal."
    set_up run
    set -- demo
fi
exec "$python" "$root/main.py" "$@"
