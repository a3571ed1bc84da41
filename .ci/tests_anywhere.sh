#!/bin/sh
# The tests with a QGIS that is already there, on any system: tests_anywhere.sh PYTHON, a Python that imports qgis.
# Used by .github/workflows/tests.yml; what needs Debian's paths (tests/packaging, tests of qgis_process) stays out.
set -eu
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=offscreen PYTHONUTF8=1
stage=build/plugins/carbon_service_flow
rm -rf "$stage"
mkdir -p "$stage"
# Copies: links need rights on Windows.
while read -r item; do
    if [ -e "$item" ]; then cp -R "$item" "$stage/"; fi
done <.ci/shipped.txt
"$1" -m venv --system-site-packages build/anywhere 2>/dev/null || "$1" -m pip install --user virtualenv
[ -d build/anywhere ] || "$1" -m virtualenv --system-site-packages build/anywhere
python=build/anywhere/bin/python
[ -e "$python" ] || python=build/anywhere/Scripts/python.exe
"$python" -m pip install --quiet -r .ci/requirements-test.txt
"$python" -m pytest tests/core tests/qgis --ignore tests/qgis/test_qgis_process.py
