"""What a new survey begins with: the questions and grades of PermenPAN-RB 14/2017, annex. They are data of
the survey from then on, and may be fitted to the service."""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "setup/records/satisfaction_survey.json"


def rows(table: str) -> list[dict[str, Any]]:
	"""The rows of a table of the survey ("elements" or "grades"); Indonesian, as citizens read them."""
	return json.loads(FILE.read_text(encoding="utf-8"))[table]
