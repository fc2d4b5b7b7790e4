"""Attendance and discipline: recaps per month, where they come from, and what unexcused days lead to.

For an evaluation: `recaps.facts` and `discipline.facts`.
"""
