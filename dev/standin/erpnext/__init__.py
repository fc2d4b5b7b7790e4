"""Stands in for ERPNext so that the app can be developed where ERPNext can't be had."""

__version__ = "15.0.0"
