#!/bin/sh
# Lay out build/plugins/carbon_service_flow: a relative link per shipped item, whatever the checkout is called.
set -eu
cd "$(dirname "$0")/.."
stage=build/plugins/carbon_service_flow
rm -rf "$stage"
mkdir -p "$stage"
for item in metadata.txt __init__.py plugin.py provider.py algorithms core resources i18n LICENSE; do
    [ -e "$item" ] && ln -s "../../../$item" "$stage/$item"
done
