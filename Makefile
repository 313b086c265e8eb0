# The commands of this project. `make` or `make help` lists them.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV ?= .venv
SCALE ?= 3000
SINCE ?= HEAD
ROUNDS ?= 500

BIN := $(VENV)/bin
# The stamp of an installation names the lock it was made from.
READY := $(VENV)/ready-$(shell cksum < requirements/development.txt | tr -cd '0-9')
# Only the folder that we made is ever cleared: none that somebody passed in, nor what a link leads to.
OURS := $(shell test "$(VENV)" = .venv -a ! -L .venv && echo yes)
PYTEST = $(BIN)/python -m pytest --numprocesses 2 --dist worksteal
PROCESSES = PYTHONPATH=site PORT=$(PORT) exec $(BIN)/python -m config.processes

export PORT

.DEFAULT_GOAL := help
.PHONY: help run demo serve test test-changed mutations licences audit races faults fuzz check bench screenshots format lock stop clean

help: ## Show this list
	@echo "Usage: make COMMAND [PORT=8000] [PYTHON=python3.11]"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' Makefile | expand -t 17

# Made anew when the lock changes; last of all the stamp, so half an installation is not taken.
$(READY):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "This site needs Python 3.11 or newer, and $(PYTHON) is Python %d.%d. Name a newer one: make PYTHON=/path/to/python3.11" % sys.version_info[:2])' \
		|| { test -n "$(PYTHON)" || echo "No Python was found. Install Python 3.11, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Python packages: installing into $(VENV) …"
	@"$(PYTHON)" -m venv $(if $(OURS),--clear) $(VENV)
	@rm -f $(VENV)/ready-*
	@$(BIN)/python -m pip install --disable-pip-version-check --no-input --no-deps \
		--require-hashes --requirement requirements/development.txt
	@touch $@

run: $(READY) ## Prepare everything, load the demo content once, and serve on PORT
	@$(PROCESSES) run

demo: $(READY) ## The same without serving: database, migrations, demo content
	@$(PROCESSES) demo

serve: $(READY) ## Serve as in production, over what the database holds, on PORT
	@$(PROCESSES) serve

test: $(READY) ## Run every test, the browser tests too; a part: make test ARGS="tests/news -x"
	@$(PYTEST) $(ARGS)

test-changed: $(READY) ## Run the tests of what changed since SINCE (HEAD)
	@tests="$$($(BIN)/python scripts/changed_tests.py $(SINCE))"; \
		test -z "$$tests" && echo "Nothing changed that has tests." || $(PYTEST) $$tests $(ARGS)

mutations: $(READY) ## Make small faults in a copy and name those that no test notices; some: ARGS="NAME ..."
	@$(BIN)/python scripts/mutations.py $(ARGS)

fuzz: $(READY) ## Send hostile requests as every role over a copy of the demo: make fuzz ARGS="20000 SEED"
	@PYTHONPATH=.:site $(BIN)/python scripts/fuzz.py $(ARGS)

licences: $(READY) ## List the licence of every package of production; refuse those that bind us
	@$(BIN)/python scripts/licences.py

audit: $(READY) ## Ask whether a locked package has a known weakness; needs the network
	@$(BIN)/uv tool run --quiet --from pip-audit==2.10.1 pip-audit --requirement requirements/production.txt \
		--strict --no-deps --disable-pip --progress-spinner off \
		|| { echo "Not every package was judged, or one has a weakness: the lines above say which."; exit 1; }

faults: $(READY) ## Take away database, mail and disk, kill what runs, and print what the site did
	@$(BIN)/python scripts/faults.py $(ARGS)

races: $(READY) ## Save and merge, rename or delete themes at once, 500 times; fewer: make races ROUNDS=100
	@$(BIN)/python scripts/races.py $(ROUNDS)

check: $(READY) ## Check style, types, templates, migrations and production settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint site facilitators home initiatives news search --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest --quiet tests/test_architecture.py tests/test_migrations.py
	@SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		ALLOWED_HOSTS=example.org SITE_URL=https://example.org WITHOUT_TLS=0 EMAIL_HOST=mail.example.org \
		TRUSTED_PROXIES=1 \
		DJANGO_SETTINGS_MODULE=config.settings.production \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(READY) ## Measure, each figure against another; the real ones: make bench SCALE=100000; a part: ARGS=search
	@PYTHONPATH=.:site SCALE=$(SCALE) $(BIN)/python -m tests.benchmarks $(ARGS)

screenshots: $(READY) ## Photograph every kind of page, light and dark, phone and desktop, into var/
	@PYTHONPATH=site PORT=$(PORT) $(BIN)/python -m config.processes demo
	@$(PROCESSES) screenshots

format: $(READY) ## Put code and templates in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY) ## Renew the locked versions from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --python-version 3.11 \
		--generate-hashes --upgrade pyproject.toml --output-file requirements/production.txt
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --python-version 3.11 \
		--generate-hashes --upgrade --group dev --constraint requirements/production.txt \
		pyproject.toml --output-file requirements/development.txt
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --python-version 3.11 \
		--generate-hashes --upgrade --extra errors --constraint requirements/development.txt \
		pyproject.toml --output-file requirements/errors.txt

stop: ## Stop the local PostgreSQL
	@test ! -x $(BIN)/python || $(BIN)/python site/config/local_database.py stop

clean: ## Remove the database, uploads and the installed packages: everything that make made
	@test ! -x $(BIN)/python || $(BIN)/python site/config/local_database.py forget
	rm -rf $(if $(OURS),$(VENV)) var
