"""Behaviour reviews (360): who is asked, who writes, and what they say together.

`proposing` names reviewers for a whole stage, `rater` is what the rater of an employee does with them,
`standing` what the submitted ones give: `facts` for the score, `summary` for people to read.
"""

from asn_kinerja.reviews.standing import facts, protected, summary

__all__ = ["facts", "protected", "summary"]
