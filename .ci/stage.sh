#!/bin/sh
# Lay out build/plugins/carbon_service_flow: a relative link per shipped item, whatever the checkout is called.
set -eu
cd "$(dirname "$0")/.."
stage=build/plugins/carbon_service_flow
rm -rf "$stage"
mkdir -p "$stage"
while read -r item; do
    if [ -e "$item" ]; then ln -s "../../../$item" "$stage/$item"; fi
done <.ci/shipped.txt
