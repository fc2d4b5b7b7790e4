"""Competencies: the dictionary, the standards of positions, the assessments, and who fits where.

`assessed`: which assessment counts for a person. `standards`: what a position asks for.
`candidates`: whom a position suits."""

from asn_kinerja.competency.assessed import ASSESSMENT, DRAFT, RELEASED, facts, key

__all__ = ["ASSESSMENT", "DRAFT", "RELEASED", "facts", "key"]
