# The same commands for people and for CI. `make demo` and `make test` do their own set-up on Debian 12 as root.

PYTHON := /usr/bin/python3
VENV := build/venv
BIN := $(VENV)/bin
CHECKS := build/checks
# The plugin reads and writes tables with pandas.
PACKAGES := qgis python3-qgis gdal-bin python3-gdal python3-numpy python3-pandas python3-scipy python3-venv \
	xvfb xauth pyqt5-dev-tools qttools5-dev-tools fonts-open-sans fonts-wqy-microhei
TS := i18n/carbon_service_flow_zh_CN.ts
QM := $(TS:.ts=.qm)

# QGIS needs a platform even without a window, and its own Python first on the path.
export QT_QPA_PLATFORM := offscreen

# Of the benchmark: make bench SEED=7 SIZES=3000x1400 ROWS=stock,zones ROUNDS=5
SEED := 1
ROUNDS := 3
SIZES := 3000x1400,10000x10000
LARGE := 30000x30000
ROWS :=

.PHONY: setup packages stage demo test test-saga test-matrix lint format package release-check i18n models help sample clean \
	bench bench-large bench-peers bench-formats bench-chain bench-routing

setup: packages $(VENV)/.done $(QM) stage

packages:
	@missing=""; for p in $(PACKAGES); do \
		dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'install ok installed' || missing="$$missing $$p"; \
	done; \
	if [ -n "$$missing" ]; then \
		echo "Installing:$$missing"; \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; \
	fi

$(VENV)/.done: .ci/requirements.txt .ci/requirements-test.txt | packages
	$(PYTHON) -m venv --system-site-packages $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -r .ci/requirements.txt
	touch $@

$(QM): $(TS) | packages
	@lrelease -version >/dev/null 2>&1 && lrelease -silent $< -qm $@ || /usr/lib/qt5/bin/lrelease -silent $< -qm $@

stage:
	@sh .ci/stage.sh

# The whole assessment on the bundled sample, into build/demo.
demo: packages $(QM) stage
	$(PYTHON) resources/sample/run_demo.py

# Time and memory of routing on generated fields; options in ARGS, e.g. ARGS="--fields ab --factor 3.9".
bench-routing: setup
	$(BIN)/python benchmarks/routing.py $(ARGS)

test: setup
	$(BIN)/python -m pytest $(ARGS)

# One-neighbour routing beside SAGA's compiled accumulation functions.
test-saga: setup
	@command -v saga_cmd >/dev/null || apt-get install -y -q --no-install-recommends saga
	CARBON_SAGA=1 $(BIN)/python -m pytest tests/core/routing/test_saga.py

# The tests, the demo and the package on QGIS 3.22 (this machine), 3.40 and 3.44 (chroots: see .ci/chroot.sh).
# Some of them: make test-matrix VERSIONS="host forky".
test-matrix: setup package
	@command -v debootstrap >/dev/null || apt-get install -y -q --no-install-recommends debootstrap
	$(PYTHON) .ci/matrix.py build/carbon_service_flow-*.zip $(VERSIONS)

# The zip for QGIS's plugin manager and the plugin site, checked as the site does it, and against Qt 6.
package: packages $(QM) $(CHECKS)/.done
	@rm -f build/carbon_service_flow-*.zip
	$(PYTHON) .ci/package.py
	$(CHECKS)/bin/python .ci/check_package.py build/carbon_service_flow-*.zip
	$(CHECKS)/bin/python .ci/enums.py plugin.py provider.py $$(find algorithms -name "*.py")

# Tools of the plugin site, and PyQt6: away from QGIS's own packages.
$(CHECKS)/.done: .ci/requirements-checks.txt | packages
	$(PYTHON) -m venv $(CHECKS)
	$(CHECKS)/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@

# Do CHANGELOG.md and metadata.txt agree? Before a tag: make release-check TAG=v1.2.3
release-check:
	$(PYTHON) .ci/release_check.py $(TAG)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	MYPYPATH=build/plugins $(BIN)/mypy -p carbon_service_flow.core

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Bring the translation file up to date with the sources; then translate what is new in it.
i18n:
	$(PYTHON) .ci/update_translation.py

# The shipped models, written with the oldest QGIS that is supported.
models: packages stage
	QT_HASH_SEED=0 $(PYTHON) resources/models/build_models.py

# The pages behind the help buttons, from what the tools say of themselves and from docs/.
help: setup
	$(PYTHON) .ci/tested_in.py
	$(BIN)/python resources/help/build_help.py

# The bundled data, from the packages that it comes from.
sample: packages
	dpkg -s zstd >/dev/null 2>&1 || apt-get install -y -q zstd
	$(PYTHON) resources/sample/build_sample.py

# Beside the tools that users would take instead: benchmarks/README.md. Tables go to build/bench.
bench: packages $(QM) stage bench-peers
	$(PYTHON) -m benchmarks --seed $(SEED) --sizes $(SIZES) --rounds $(ROUNDS) $(if $(ROWS),--rows $(ROWS))

# 900 million cells: streaming rows alone, unless others are asked for.
bench-large: packages $(QM) stage bench-peers
	$(PYTHON) -m benchmarks --seed $(SEED) --sizes $(LARGE) --rounds $(ROUNDS) --name large \
		--rows $(or $(ROWS),stock,ratio,correlation)

bench-peers: packages
	$(PYTHON) -m benchmarks.peers

# Codecs, predictors, tiles: the measurements behind docs/formats.md.
bench-formats: packages $(QM) stage
	$(PYTHON) -m benchmarks.formats --seed $(SEED)

# What share of a chain of tools goes into the rasters in between.
bench-chain: packages $(QM) stage
	$(PYTHON) -m benchmarks.chain --seed $(SEED) --rounds $(ROUNDS) $(ARGS)

clean:
	rm -rf build
