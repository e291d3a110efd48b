#!/usr/bin/env bash
# Runs the tests, their files side by side on up to four cores; arguments go to pytest instead.
# Sets up what is missing.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd -P)
# shellcheck source=scripts/setup.sh
. "$root/scripts/setup.sh"

set_up test
cd "$root"
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
if [ $# -eq 0 ]; then
    set -- --numprocesses auto --maxprocesses 4 --dist loadfile
fi
if ! writable "$root"; then
    export HYPOTHESIS_STORAGE_DIRECTORY=$environment/hypothesis
    set -- -p no:cacheprovider "$@"
fi
exec "$python" -m pytest "$@"
