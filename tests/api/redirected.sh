#!/usr/bin/env bash
# Runs a command where the service's name leads to this machine, in a network and with an
# /etc/hosts of its own, so that nothing else on the machine notices.
# redirected.sh FOLDER COMMAND...: FOLDER has `hosts`.
set -euo pipefail
folder=$1
shift
exec unshare --mount --net bash -c '
  set -euo pipefail
  ip link set lo up
  mount --bind "$0/hosts" /etc/hosts
  exec "$@"
' "$folder" "$@"
