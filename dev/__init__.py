"""Brings up a Frappe site from the PyPI, Debian and npm registries alone: `python3 -m dev help`."""
