"""Competencies: the dictionary, the standards of positions, the assessments, and who fits where.

`assessed`: which assessment counts for a person. `standards`: what a position asks for.
`candidates`: whom a position suits. `starting`, `opening`: making assessments, one or many. `parts`: what
each party has given while an assessment runs. `outcome`: what follows from the levels."""

from asn_kinerja.competency.assessed import ASSESSMENT, RELEASED, facts

__all__ = ["ASSESSMENT", "RELEASED", "facts"]
