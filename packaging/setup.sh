#!/usr/bin/env bash
# Sets up all that Doorstep needs in this checkout: a virtual environment from a hashed lock, and on Debian and
# Ubuntu the system libraries and tools. Usage: packaging/setup.sh run|dev
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-run}
AXE_VERSION=4.14.1
AXE_SHA256=e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745
case "$kind" in run | dev) ;; *) echo "usage: packaging/setup.sh run|dev" >&2; exit 2 ;; esac

say() { printf 'doorstep: %s\n' "$*" >&2; }

install_packages() { # install Debian packages, or print the one line that would
    [ "$#" -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "this machine lacks: $*. Please install them with its package manager."
        return 1
    fi
    if [ "$(id -u)" != 0 ]; then
        say "some system packages are missing. Run this one line, then try again:"
        say "  sudo apt-get install --yes $*"
        return 1
    fi
    say "installing system packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install --yes --quiet --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    apt-get update --quiet >/dev/null 2>&1
    apt-get install --yes --quiet --no-install-recommends "$@" >/dev/null
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Doorstep needs Python 3.11 or newer."
    exit 1
}

make_environment() {
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null && return
    local python
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv || exit 1
    say "making a virtual environment in .venv"
    rm -rf .venv
    "$python" -m venv .venv
}

print_of() { # what the packages of a kind depend on
    cat "packaging/locks/$1.txt" pyproject.toml packaging/setup.sh | sha256sum
}

is_installed() {
    [ "$(cat ".venv/doorstep-$1.sha256" 2>/dev/null)" = "$(print_of "$1")" ]
}

install_python_packages() {
    local lock=packaging/locks/$kind.txt
    is_installed dev && return # it holds all that the others hold
    is_installed "$kind" && return
    say "installing the Python packages of $lock (a few minutes the first time)"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
    print_of "$kind" >".venv/doorstep-$kind.sha256"
}

# Which Debian package brings each shared library that Qt opens and a bare system lacks.
qt_package() {
    case "$1" in
    libEGL.so.1) echo libegl1 ;;
    libGL.so.1 | libGLX.so.0 | libOpenGL.so.0) echo libgl1 ;;
    libglib-2.0.so.0 | libgthread-2.0.so.0) if apt-cache show libglib2.0-0t64 >/dev/null 2>&1; then echo libglib2.0-0t64; else echo libglib2.0-0; fi ;;
    libfontconfig.so.1) echo libfontconfig1 ;;
    libfreetype.so.6) echo libfreetype6 ;;
    libdbus-1.so.3) echo libdbus-1-3 ;;
    libxkbcommon.so.0) echo libxkbcommon0 ;;
    libxkbcommon-x11.so.0) echo libxkbcommon-x11-0 ;;
    libX11-xcb.so.1) echo libx11-xcb1 ;;
    libX11.so.6) echo libx11-6 ;;
    libxcb.so.1) echo libxcb1 ;;
    libxcb-cursor.so.0) echo libxcb-cursor0 ;;
    libxcb-icccm.so.4) echo libxcb-icccm4 ;;
    libxcb-image.so.0) echo libxcb-image0 ;;
    libxcb-keysyms.so.1) echo libxcb-keysyms1 ;;
    libxcb-randr.so.0) echo libxcb-randr0 ;;
    libxcb-render-util.so.0) echo libxcb-render-util0 ;;
    libxcb-render.so.0) echo libxcb-render0 ;;
    libxcb-shape.so.0) echo libxcb-shape0 ;;
    libxcb-shm.so.0) echo libxcb-shm0 ;;
    libxcb-sync.so.1) echo libxcb-sync1 ;;
    libxcb-xfixes.so.0) echo libxcb-xfixes0 ;;
    libxcb-xkb.so.1) echo libxcb-xkb1 ;;
    esac
}

install_qt_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    local qt missing packages
    qt=$(.venv/bin/python -c 'import PySide6, pathlib; print(pathlib.Path(PySide6.__file__).parent / "Qt")')
    missing=$(ldd "$qt"/lib/libQt6{Gui,Widgets,PrintSupport,Svg}.so.6 "$qt"/plugins/platforms/lib{qxcb,qoffscreen}.so 2>/dev/null |
        awk '/not found/ {print $1}' | sort -u)
    [ -n "$missing" ] || return 0
    packages=$(for library in $missing; do qt_package "$library"; done | sort -u | tr '\n' ' ')
    # shellcheck disable=SC2086  # a list of package names
    install_packages $packages || [ "$kind" = dev ] || exit 1
}

install_test_tools() { # the stock tools that a council would use; the tests run them for real
    [ "$kind" = dev ] || return 0
    local packages=()
    command -v age >/dev/null || packages+=(age)
    if command -v apt-get >/dev/null; then # what veraPDF runs on
        command -v javac >/dev/null || packages+=(default-jdk-headless)
        [ -e /usr/share/java/jaxb-runtime.jar ] || packages+=(libjaxb-java)
    fi
    [ "$(uname -s)" != Linux ] || command -v strace >/dev/null || packages+=(strace)
    command -v ssh-keygen >/dev/null || packages+=(openssh-client)
    .venv/bin/python -c 'import ctypes.util, sys; sys.exit(not ctypes.util.find_library("louis"))' ||
        packages+=(liblouis-bin) # braille: what ours is compared with, and what contracts it
    if [ "$(uname -s)" = Linux ]; then # a screen in memory and what a screen reader listens with
        command -v Xvfb >/dev/null || packages+=(xvfb)
        command -v dbus-run-session >/dev/null || packages+=(dbus)
        [ -x /usr/libexec/at-spi-bus-launcher ] || packages+=(at-spi2-core)
        /usr/bin/python3 -c 'import gi; gi.require_version("Atspi", "2.0")' 2>/dev/null ||
            packages+=(python3-gi gir1.2-atspi-2.0)
    fi
    install_packages "${packages[@]}" || say "the tests of those tools will be skipped"
}

install_page_checker() { # axe-core and a browser: what checks that the pages of copies can be read by everybody
    [ "$kind" = dev ] || return 0
    local browser="" name folder
    for name in chromium chromium-browser google-chrome chrome; do
        command -v "$name" >/dev/null && browser=$name
    done
    if [ -z "$browser" ]; then
        apt-cache show chromium >/dev/null 2>&1 && install_packages chromium || say "there is no browser to check pages with"
    fi
    [ -f .venv/axe-core/axe.min.js ] && return 0
    command -v npm >/dev/null || { say "there is no npm to fetch axe-core with: the check of pages will be skipped"; return 0; }
    folder=$(mktemp -d)
    if (cd "$folder" && npm pack --silent "axe-core@$AXE_VERSION" >/dev/null &&
        echo "$AXE_SHA256  axe-core-$AXE_VERSION.tgz" | sha256sum --check --quiet && tar xzf "axe-core-$AXE_VERSION.tgz"); then
        mkdir -p .venv/axe-core
        cp "$folder/package/axe.min.js" "$folder/package/LICENSE" .venv/axe-core/
    else
        say "axe-core could not be fetched: the check of pages will be skipped"
    fi
    rm -rf "$folder"
}

make_environment
install_python_packages
install_qt_libraries
install_test_tools
install_page_checker
