#!/usr/bin/env bash
# Write packaging/requirements.lock: exact versions and hashes of everything a register or the cloud runs on.
# Hosts are left out on purpose: the lock says what, and whoever installs says from where.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" != "--frozen" ]; then
    uv lock --upgrade
fi
uv export --frozen --quiet --no-emit-project --no-dev --extra cloud \
    --no-annotate --no-header --format requirements-txt --output-file packaging/requirements.lock
if grep -n '://' packaging/requirements.lock; then
    echo "the lock names a host" >&2
    exit 1
fi
echo "$(grep -c '==' packaging/requirements.lock) packages locked"
