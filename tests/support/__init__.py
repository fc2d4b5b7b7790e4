"""Helpers of the tests that run on a real site."""
