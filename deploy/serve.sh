#!/bin/sh
# Starts the server, in the container and from the unit of systemd alike. HOST and WORKERS are
# optional; the rest of the environment is in docs/going-live.md.
set -eu
cd "$(dirname "$0")/.."
export PYTHONPATH="$PWD/site:$PWD"
# Processes of before have counted here; who begins has counted nothing.
[ -z "${METRICS_DIR:-}" ] || rm -rf "${METRICS_DIR:?}"/*.db
# A process that ends is started again. When the master gives up, whatever started this script
# starts it anew (Restart=always, restart: always).
exec python -m granian --interface asginl --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}" \
    --workers "${WORKERS:-2}" --http 1 --http1-header-read-timeout 10000 --no-ws \
    --workers-kill-timeout 10 --respawn-failed-workers config.asgi:application
