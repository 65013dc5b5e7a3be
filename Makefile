# keikaku: the commands of this checkout. `make help` lists them.

# A uv that runs is used; where there is none, one is installed into .uv/, which touches nothing outside this folder.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
PYTHON ?= python3
RUN := $(UV) run --no-sync

.DEFAULT_GOAL := help
.PHONY: help setup convert test check fix regress bench soak unseen perturb

help: ## list these commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1	\2/' | expand -t 16

setup: $(filter .uv/bin/uv,$(UV)) ## install what uv.lock names into .venv/ (done by the others as needed)
	@$(UV) sync --frozen --quiet --extra ocr

convert: setup ## read samples/ into output/
	$(RUN) keikaku convert samples -o output

test: setup ## run the tests
	$(RUN) pytest -n 2

check: setup ## read only: lint, format, types, import contracts
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) pyright
	$(RUN) lint-imports --no-logo

fix: setup ## write: what lint and format can mend by themselves
	$(RUN) ruff check --fix
	$(RUN) ruff format

regress: setup ## samples against their approved records
	$(RUN) keikaku regress samples

bench: setup ## speed, beside other readers of tables; DOCUMENTS="a.pdf b.pdf" times these
	$(RUN) python tools/bench.py $(DOCUMENTS)

soak: setup ## hours of malformed documents, killed runs, 1,000 at once; SOAK="mutated 500" does some of it
	$(RUN) python -m tools.soak $(SOAK)

unseen: setup ## first sight: SEED=n [N=60] plans of layouts nothing is fitted on; a line of docs/unseen.md
	$(RUN) python -m tools.plans unseen --seed $(SEED) --count $(or $(N),60) $(if $(AGAIN),--again)

perturb: setup ## plans that read right, one thing changed: [SEED=n] [N=200] says what it costs
	$(RUN) python -m tools.plans perturb --seed $(or $(SEED),1) --count $(or $(N),200)

.uv/bin/uv:
	@$(PYTHON) -m venv .uv || { rm -rf .uv; printf '%s\n' \
	  "make: $(PYTHON) could not make a virtual environment. Either install uv (https://docs.astral.sh/uv/)," \
	  "or Python's venv (on Debian and Ubuntu: apt install python3-venv), and run make again." >&2; exit 1; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.8' || { rm -rf .uv; printf '%s\n' \
	  "make: uv could not be installed with pip; is a package index within reach? make can be run again at any time." >&2; exit 1; }
