"""Evaluations: made from work plans, calculated by the scoring core, with the rater's part kept apart."""
