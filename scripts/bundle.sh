#!/usr/bin/env bash
# Builds the bundle that needs no Python, then runs its demo and opens its window once.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
# shellcheck source=scripts/setup.sh
. "$root/scripts/setup.sh"

set_up test
cd "$root"
"$python" -m PyInstaller --noconfirm --log-level WARN installer.spec
bundle=$root/dist/takeone/takeone
workspace=$(mktemp -d)
trap 'rm -rf "$workspace"' EXIT

# Nothing of the checkout or its Python may be needed.
cd /
env -i HOME="$workspace" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$bundle" demo --json >/dev/null
say "The bundle's demo published its calls."
# Nobody listens there; what is tried is that the libraries behind it are in the bundle.
for provider in anthropic openai; do
    clean=(env -i HOME="$workspace" PATH=/usr/bin:/bin LC_ALL=C.UTF-8
        TAKEONE_WORKSPACE="$workspace/models" "TAKEONE_KEY_${provider^^}=none-at-all"
        "TAKEONE_SERVICE_URLS={\"$provider\": \"http://127.0.0.1:9\"}")
    "${clean[@]}" "$bundle" models use "$provider" --strong model
    said=$("${clean[@]}" "$bundle" models test "$provider" 2>&1) && exit 1
    [[ $said == *"can't be reached"* ]] || give_up "The bundle can't ask $provider: $said"
done
say "The bundle's models were asked for."
env -i HOME="$workspace" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen \
    TAKEONE_WORKSPACE="$workspace/desk" timeout --signal=TERM 15 "$bundle" || [ $? = 124 ]
say "The bundle's window opened and closed."
du -sh "$root/dist/takeone" >&2
