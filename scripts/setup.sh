# shellcheck shell=bash
# Sets up what a use of TakeOne Desktop needs, and only what is still missing.
# Sourced by the scripts beside it, which set $root, the checkout's folder.
#
#   set_up run|window|test
#
# Afterwards $python runs the program. Where that cannot be had, the script has ended
# with 3 and one sentence that says why. Everything said goes to stderr.

: "${root:?the sourcing script sets it}"
oldest_python="3.11"

# How each need shows itself (a shared library, a font, a program), what is looked for,
# and the Debian package that brings it.
qt_needs="
library libglib-2.0.so.0         libglib2.0-0
library libGL.so.1               libgl1
library libEGL.so.1              libegl1
library libfontconfig.so.1       libfontconfig1
library libxkbcommon.so.0        libxkbcommon0
library libdbus-1.so.3           libdbus-1-3
library libxcb-cursor.so.0       libxcb-cursor0
library libxcb-icccm.so.4        libxcb-icccm4
library libxcb-keysyms.so.1      libxcb-keysyms1
library libxcb-shape.so.0        libxcb-shape0
library libxkbcommon-x11.so.0    libxkbcommon-x11-0
font    NotoSansArabicUI-Regular fonts-noto-ui-core
font    NotoColorEmoji           fonts-noto-color-emoji
"
test_needs="
program Xvfb                     xvfb
program xauth                    xauth
program xdotool                  xdotool
program openbox                  openbox
"

set_up() {
    local use=$1
    speak_utf8
    choose_environment "$use"
    if [ -n "$(missing_packages "$use")" ] || ! environment_ready "$use"; then
        log=$(mktemp "${TMPDIR:-/tmp}/takeone-set-up.XXXXXX") || give_up "No temporary file can be made; set TMPDIR to a folder that can be written to."
        # One at a time: the lock ends with the subshell, and whoever waited finds the work done.
        (
            wait_for_our_turn
            install_packages "$use"
            environment_ready "$use" || build_environment "$use"
        ) 9<"$root/scripts/setup.sh" || {
            local code=$?
            [ -s "$log" ] || rm -f "$log"
            exit $code
        }
        rm -f "$log"
    fi
    # shellcheck disable=SC2034 # for the script that sources this
    python=$(environment_python)
}

wait_for_our_turn() {
    if command -v flock >/dev/null && ! flock -n 9; then
        say "Waiting for another start that is setting up."
        flock 9
    fi
}

say() { printf '%s\n' "$*" >&2; }

give_up() {
    say "$*"
    exit 3
}

# Gives up with the reason in words, as far as $log shows it.
explain() {
    local reason
    if grep -q 'Operation cancelled by user' "$log"; then
        reason="it was interrupted"
    elif grep -q 'DO NOT MATCH THE HASHES' "$log"; then
        reason="a downloaded package is not the one that was locked"
    elif grep -q 'No space left on device' "$log"; then
        reason="the disk is full"
    elif grep -q 'CERTIFICATE_VERIFY_FAILED' "$log"; then
        reason="the package server shows a certificate that is not trusted here"
    elif grep -qiE 'name resolution|failure resolving|could not resolve|could not connect|network is unreachable|NewConnectionError|connection refused|connection timed out|read timed out' "$log"; then
        reason="the network or the package server cannot be reached"
    else
        reason=$(tail -n 1 "$log")
    fi
    give_up "$1 ($reason); put that right and start again, the whole log is in $log."
}

# A container without locales speaks ASCII; Arabic needs more.
speak_utf8() {
    case $(locale charmap 2>/dev/null) in
    UTF-8) ;;
    *) export LC_ALL=C.UTF-8 PYTHONUTF8=1 ;;
    esac
}

# --- What the system must have -------------------------------------------------------

# Debian's names of the packages that this use still misses.
missing_packages() {
    local kind name package
    environment_ready "$1" || missing_python
    case $1 in
    run) ;;
    window) printf '%s' "$qt_needs" ;;
    test) printf '%s' "$qt_needs" "$test_needs" ;;
    esac | while read -r kind name package; do
        [ -z "$kind" ] || has "$kind" "$name" || printf '%s ' "$package"
    done
}

missing_python() {
    local base
    base=$(base_python)
    if [ -n "$base" ]; then
        "$base" -I -c 'import ensurepip, venv' 2>/dev/null || printf 'python3-venv '
    elif ! command -v python3 >/dev/null; then
        printf 'python3 python3-venv '
    fi
}

has() {
    [ "$(uname -s)" = Linux ] || return 0 # elsewhere Qt brings all it needs
    case $1 in
    library)
        : "${known_libraries:=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) }"
        [[ $known_libraries == *"$2 "* ]]
        ;;
    font) find -L /usr/share/fonts -name "$2.*" 2>/dev/null | grep . >/dev/null ;;
    program) command -v "$2" >/dev/null ;;
    esac
}

install_packages() {
    local packages as_root=()
    read -ra packages <<<"$(missing_packages "$1")"
    [ ${#packages[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        do_without "what these Debian packages bring, and only a person can install it here: ${packages[*]}" "${packages[@]}"
        return
    fi
    if [ "$(id -u)" != 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            do_without "system packages; install them by: $(apt_command "${packages[@]}")" "${packages[@]}"
            return
        fi
        as_root=(sudo -n)
    fi
    say "Installing system packages: ${packages[*]}."
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
    {
        # The lists may be missing or old; when they cannot be fetched, the install tells.
        "${as_root[@]}" update
        "${as_root[@]}" install -y --no-install-recommends "${packages[@]}"
    } >>"$log" 2>&1 </dev/null 9<&- || explain "System packages could not be installed"
}

apt_command() {
    local steps="apt-get update && apt-get install -y --no-install-recommends $*"
    if command -v sudo >/dev/null; then
        printf "sudo sh -c '%s'" "$steps"
    else
        printf "su -c '%s'" "$steps"
    fi
}

# Gives up unless only fonts are missing: with any other font letters still show.
do_without() {
    local what=$1 package
    shift
    for package in "$@"; do
        [[ $package == fonts-* ]] || give_up "TakeOne Desktop needs $what"
    done
    say "Arabic and emoji look best with $what"
}

# --- The Python environment ----------------------------------------------------------

# In the checkout, or in the user's cache where the checkout cannot be written to.
choose_environment() {
    environment=$root/.venv
    environment_ready "$1" && return
    if writable "$root" && { [ ! -e "$environment" ] || writable "$environment"; }; then
        return
    fi
    environment=${XDG_CACHE_HOME:-${HOME:-}/.cache}/takeone-desktop/$(printf '%s' "$root" | cksum | cut -d ' ' -f 1)
}

writable() { [ -d "$1" ] && [ -w "$1" ]; }

environment_python() {
    if [ -e "$environment/Scripts/python.exe" ]; then # on Windows
        printf '%s' "$environment/Scripts/python.exe"
    else
        printf '%s' "$environment/bin/python"
    fi
}

# The stamp says for what, where and from which locks the environment was installed.
environment_ready() {
    local use place locks
    { read -r use && read -r place && read -r locks; } 2>/dev/null <"$environment/set-up" || return 1
    [ "$use" = test ] || [ "$1" != test ] || return 1
    [ "$place" = "$(place_now)" ] && [ "$locks" = "$(locks_now)" ]
}

# A moved checkout or a new Python of the system makes an environment useless.
place_now() { printf '%s with %s' "$environment" "$(readlink -f "$(environment_python)")"; }

locks_now() { cat "$root/requirements.lock" "$root/requirements-dev.lock" | cksum; }

build_environment() {
    environment_sound || create_environment
    touch "$environment/unfinished" # seen by the next start if this one is interrupted
    install_locked "$1"
    printf '%s\n' "$1" "$(place_now)" "$(locks_now)" >"$environment/set-up"
    rm "$environment/unfinished"
}

# Whether the locked packages may be installed over what is there.
environment_sound() {
    local place
    [ ! -e "$environment/unfinished" ] || return 1
    place=$(sed -n 2p "$environment/set-up" 2>/dev/null)
    [ -z "$place" ] || [ "$place" = "$(place_now)" ] || return 1
    new_enough "$(environment_python)" && "$(environment_python)" -I -m pip --version >/dev/null 2>&1
}

create_environment() {
    local base
    base=$(base_python)
    [ -n "$base" ] || give_up "Python $oldest_python or newer is needed, and this system's is $(python3 --version 2>/dev/null || echo missing); install a newer one and start again."
    say "Creating a Python environment in $environment."
    rm -rf "$environment"
    { mkdir -p "$environment" && touch "$environment/unfinished"; } 2>>"$log" || explain "The Python environment could not be created"
    "$base" -I -m venv "$environment" >>"$log" 2>&1 9<&- || explain "The Python environment could not be created"
}

# The Python to build on: never one of an environment, which may be the one to be replaced.
base_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$name"; then
            "$name" -I -c 'import sys; print(sys._base_executable)'
            return
        fi
    done
}

new_enough() {
    "$1" -I -c "import sys; sys.exit(sys.version_info < (${oldest_python/./, }))" >/dev/null 2>&1
}

install_locked() {
    local lock=requirements.lock
    [ "$1" != test ] || lock=requirements-dev.lock
    say "Installing the locked Python packages; the first time this takes a few minutes."
    PIP_USER=no "$(environment_python)" -I -m pip install --require-hashes --no-deps --only-binary :all: \
        --no-input --disable-pip-version-check --progress-bar off -r "$root/$lock" \
        </dev/null 2>&1 9<&- | tee -a "$log" | show_progress
    [ "${PIPESTATUS[0]}" = 0 ] || explain "The locked Python packages could not be installed"
}

# On a terminal, one line that names the package at hand.
show_progress() {
    local word rest
    while read -r word rest; do
        [ "$word" = Collecting ] && [ -t 2 ] && printf '\r\033[K%s' "${rest%% *}" >&2
    done
    [ ! -t 2 ] || printf '\r\033[K' >&2
}
