# Every target is a command of the package dev/; `make help` lists them.
# ARGS goes to pytest: make test ARGS="tests/unit -k nip"; of make bench, see benchmarks/README.md
# BENCH=<path> SITE=<name> make test: the same tests on an existing bench

PYTHON ?= python3
export PYTHONPYCACHEPREFIX := $(CURDIR)/.dev/cache/pycache

.DEFAULT_GOAL := help
.PHONY: demo test site bench stop lint clean help

demo site stop lint clean help:
	@$(PYTHON) -m dev $@

test bench:
	@$(PYTHON) -m dev $@ $(ARGS)
