#!/bin/sh
# Finds a Python that can carry BASODARA (3.11 to 3.14) and runs one of its modules: python.sh scripts.prepare run
find_python() {
    for name in "$PYTHON" python3 python3.14 python3.13 python3.12 python3.11; do
        # Asked, not believed: the shim of a version manager exists for versions that are not switched on.
        if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
            found="$name"
            return 0
        fi
    done
    return 1
}
if ! find_python && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3 python3-venv; } >/dev/null
    find_python
fi
if [ -z "$found" ]; then
    echo "Python 3.11, 3.12, 3.13 or 3.14 is needed: please run  sudo apt-get install python3 python3-venv" >&2
    exit 1
fi
cd "$(dirname "$0")/.." || exit 1
exec "$found" -m "$@"
