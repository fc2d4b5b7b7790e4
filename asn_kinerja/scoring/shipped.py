"""The schemes that come with the app."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

from .codec import scheme_from_dict
from .model import Scheme

SCHEMES_FILE = Path(__file__).parent.parent / "setup" / "records" / "scoring_schemes.json"


@cache
def shipped_schemes() -> dict[str, Scheme]:
	"""The shipped schemes by title. Raises ScoringError when a record is damaged."""
	records = json.loads(SCHEMES_FILE.read_text(encoding="utf-8"), parse_float=Decimal)
	return {scheme.title: scheme for scheme in map(scheme_from_dict, records)}
