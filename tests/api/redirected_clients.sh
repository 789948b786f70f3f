#!/usr/bin/env bash
# Serves on the service's own port with a local certificate, then asks through each client.
# redirected_clients.sh PYTHON KEY TEXT: a line `CLIENT JSON` each; run by redirected.sh.
set -euo pipefail
python=$1 key=$2 text=$3
here=$(cd "$(dirname "$0")" && pwd)
"$python" -P -m analysis.cli serve --port 443 --certificate certificate.pem --certificate-key key.pem &
server=$!
trap 'kill "$server"; wait "$server" || true' EXIT
for _ in $(seq 600); do
  curl -s -o /dev/null --cacert certificate.pem https://commentanalyzer.googleapis.com/ready && break
  kill -0 "$server"
  sleep 0.5
done
# requests, httpx, httplib2 and Node look for further certificates in a variable each.
export REQUESTS_CA_BUNDLE=$PWD/certificate.pem SSL_CERT_FILE=$PWD/certificate.pem
export HTTPLIB2_CA_CERTS=$PWD/certificate.pem NODE_EXTRA_CA_CERTS=$PWD/certificate.pem
for client in perspective_py perspectiveapi pyspective begentle; do
  folder=$PWD/$client
  if [ -d "$folder" ]; then
    echo "$client $(PYTHONPATH=$folder:${PYTHONPATH:-} "$python" "$here/python_clients/ask.py" "$client" "$key" "$text")"
  fi
done
if [ -d node/node_modules ]; then
  echo "node $(cd node && node ask_by_name.js "$key" "$text")"
fi
