#!/usr/bin/env bash
# Asks lintian about the packages in artefacts/. Errors and warnings are failures; what is known stands with its reason in
# packaging/*.lintian-overrides. It takes a minute of the processor: it is for releases, and not in .ci/run.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v lintian >/dev/null || { echo 'lint-packages.sh needs lintian: apt-get install lintian' >&2; exit 3; }
exec lintian --allow-root --fail-on error,warning --tag-display-limit 0 artefacts/*.deb
