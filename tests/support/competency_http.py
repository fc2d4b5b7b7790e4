"""Competency assessments over HTTP, step by step as their parties take them."""

from collections.abc import Mapping
from typing import Any

from tests.support.http import Client, Response
from tests.support.training import COMPETENCIES, COMPETENCY, REQUIRED, STANDARD, levels_for


def ok(response: Response) -> Any:
	assert response.ok, response.messages or response.text
	return response.data


def make_standard(admin: Client, designation: str) -> str:
	"""By the performance manager: level 3 in each of the nine competencies, 27 together."""
	rows = [{"competency": title, "level": REQUIRED, "weight": 1} for title in COMPETENCIES]
	values = {"designation": designation, "company": "", "competencies": rows}
	return ok(admin.insert(STANDARD, values))["name"]


def read(client: Client, name: str) -> dict[str, Any]:
	return ok(client.read(COMPETENCY, name))


def levels(client: Client, name: str, party: str) -> list[int]:
	"""The levels of a party as this reader sees them."""
	return [row[f"{party}_level"] for row in read(client, name)["competencies"]]


def give(client: Client, name: str, party: str, given: Mapping[str, int], **more: Any) -> dict[str, Any]:
	rows = [
		{
			**row,
			f"{party}_level": given[row["competency"]],
			f"{party}_evidence": f"Bukti {row['competency']}",
		}
		for row in read(client, name)["competencies"]
	]
	return ok(client.update(COMPETENCY, name, {"competencies": rows, **more}))


def act(client: Client, name: str, action: str) -> Response:
	return client.workflow({"doctype": COMPETENCY, "name": name}, action)


def found_by_centre(admin: Client, values: dict[str, Any], total: int) -> str:
	"""What an assessment centre has found, entered and released by the performance manager."""
	name = ok(admin.insert(COMPETENCY, values))["name"]
	give(admin, name, "assessor", levels_for(total))
	ok(act(admin, name, "Release"))
	return name
