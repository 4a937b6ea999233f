#!/usr/bin/env bash
# Writes packaging/locks/*.txt anew from pyproject.toml: every platform, hashes, no index host. Needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header \
        --constraint packaging/constraints.txt "$@"
}
compile --extra office --extra build pyproject.toml -o packaging/locks/run.txt
compile --extra dev pyproject.toml -o packaging/locks/dev.txt
