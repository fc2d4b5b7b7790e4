"""How raters rate, compared with the other raters of people of the same position type (see
`scoring.objectivity`): the beginning of a conversation, not a verdict.

Managers and auditors see all raters of the cycle's agency, a rater's superior those below him; nobody sees
himself. The comparison is with all released evaluations of the stage (the newest, unless one is chosen), of
which only means are shown.
"""

from typing import Any

import frappe
from frappe import _

from asn_kinerja import access, units
from asn_kinerja.evaluation import objectivity
from asn_kinerja.messages import escaped
from asn_kinerja.reporting import (
	BLUE,
	IS_EMPLOYEE,
	Answer,
	Row,
	chosen_cycle,
	counted,
	decimal,
	newest_stage,
	no_cycle,
	number,
	person,
	text,
	two_places,
)
from asn_kinerja.scoring.objectivity import Finding, Flag, Rules, judge

RATERS_IN_CHART = 10
FIGURES = (
	"mean",
	"spread",
	"difference",
	"low",
	"high",
	"halo",
	"departures",
	"last_minute",
	"within_hour",
)


def execute(filters: dict[str, Any] | None = None) -> Answer:
	"""Columns, rows (a rater each, the total last), message, chart of the differences, summary."""
	filters = frappe._dict(filters or {})
	cycle = chosen_cycle(filters)
	if not cycle:
		return columns(), [], no_cycle(), None, []
	stage_name = filters.stage_name or newest_stage(cycle.name, released=True)
	rules = objectivity.rules()
	rows = per_rater(filters, cycle, stage_name, rules) if stage_name else []
	if not rows:
		return columns(), [], None, None, []
	total = add_up(rows)
	return columns(), [*rows, total], message(stage_name, rules), chart(rows), summary(rows, total)


def per_rater(filters: frappe._dict, cycle: frappe._dict, stage_name: str, rules: Rules) -> list[Row]:
	"""A row per rater whom the reader sees, what stands out first; a constant number of queries."""
	released = objectivity.released(cycle.name, stage_name)
	raters = visible({row.rater for row in released}, filters)
	ratings = objectivity.behaviours(cycle.name, stage_name, raters)
	by_score = filters.show != "Ratings"
	rated = [objectivity.rated(row, ratings.get(row.name, {}), by_score) for row in released]
	rows = [as_row(finding, raters[finding.rater]) for finding in judge(rated, rules, raters)]
	return sorted(rows, key=lambda row: (-row["remarks"], row["rater_name"] or ""))


def visible(raters: set[str], filters: frappe._dict) -> dict[str, frappe._dict]:
	"""Those of the raters whom the reader sees, with name and unit; never himself."""
	employee, unit = frappe.qb.DocType("Employee"), frappe.qb.DocType("Department")
	query = (
		frappe.qb.from_(employee)
		.left_join(unit)
		.on(unit.name == employee.department)
		.select(employee.name, employee.employee_name, unit.department_name)
		.where(employee.name.isin(sorted(raters) or [""]))
		.orderby(employee.employee_name, employee.name)
	)
	if filters.department:
		query = query.where(employee.department.isin(units.below(filters.department)))
	seen, me = access.people_criterion(employee), access.employee_of()
	if seen is not None:
		query = query.where(seen)
	if me:
		query = query.where(employee.name != me.name)
	return {row.name: row for row in query.run(as_dict=True)}


def as_row(finding: Finding, rater: frappe._dict) -> Row:
	words = flag_labels()
	small = finding.flags == (Flag.TOO_SMALL,)
	return {
		**IS_EMPLOYEE,
		"rater": finding.rater,
		"rater_name": rater.employee_name,
		"unit": rater.department_name or _("Without a Work Unit"),
		"people": finding.people,
		"peers": finding.peers,
		**{field: getattr(finding, field) for field in FIGURES},
		"flags": "; ".join(words[flag] for flag in finding.flags) or _("Nothing stands out"),
		"remarks": 0 if small else len(set(finding.flags) - {Flag.NO_PEERS}),
		"small": int(small),
	}


def flag_labels() -> dict[Flag, str]:
	return {
		Flag.TOO_SMALL: _("Too small to judge"),
		Flag.NO_PEERS: _("No peers to compare with"),
		Flag.STRICTER: _("Stricter than peers"),
		Flag.MILDER: _("Milder than peers"),
		Flag.SAME: _("Same rating for everyone"),
		Flag.HALO: _("Behaviour values rated alike (halo)"),
		Flag.DEPARTS: _("Often departs from the suggestions"),
		Flag.LAST_MINUTE: _("Released at the last minute"),
		Flag.AT_ONCE: _("Released all at once"),
	}


def add_up(rows: list[Row]) -> Row:
	"""The total; its mean is that of all people."""
	people = sum(row["people"] for row in rows)
	with_mean = [row for row in rows if row["mean"] is not None]
	counted_people = sum(row["people"] for row in with_mean)
	mean = sum(row["mean"] * row["people"] for row in with_mean) / counted_people if counted_people else None
	return {"rater_name": _("Total"), "bold": 1, "people": people, "mean": mean}


def columns() -> list[Row]:
	return [
		person("rater", _("Rater")),
		text("rater_name", _("Name"), 180),
		text("unit", _("Work Unit"), 200),
		text("flags", _("What Stands Out"), 320),
		number("people", _("People Rated"), 130),
		decimal("mean", _("Mean"), 100),
		decimal("spread", _("Spread"), 100),
		number("peers", _("People of Peers"), 150),
		decimal("difference", _("Difference to Peers"), 170),
		decimal("low", _("From (95 %)"), 130),
		decimal("high", _("To (95 %)"), 130),
		decimal("halo", _("Halo (Correlation)"), 150),
		decimal("departures", _("Departures (%)"), 150),
		decimal("last_minute", _("Last Hours (%)"), 150),
		decimal("within_hour", _("Within One Hour (%)"), 180),
	]


def message(stage_name: str, rules: Rules) -> str:
	return _(
		"Stage {0}. Raters are compared with the other raters of people of the same position type. "
		"With fewer than {1} people nothing is judged; what stands out is a reason to talk, not a verdict."
	).format(*escaped(stage_name, rules.minimum))


def chart(rows: list[Row]) -> Row | None:
	"""The largest differences to the peers."""
	compared = [row for row in rows if row["difference"] is not None]
	bars = sorted(compared, key=lambda row: -abs(row["difference"]))[:RATERS_IN_CHART]
	if not bars:
		return None
	values = [round(row["difference"], 2) for row in bars]
	return {
		"data": {
			"labels": [row["rater_name"] for row in bars],
			"datasets": [{"name": _("Difference to Peers"), "values": values}],
		},
		"type": "bar",
		"colors": [BLUE],
	}


def summary(rows: list[Row], total: Row) -> list[Row]:
	return [
		counted(_("Raters"), len(rows)),
		counted(_("Raters with Remarks"), sum(row["remarks"] > 0 for row in rows)),
		counted(_("Too Small to Judge"), sum(row["small"] for row in rows)),
		{"label": _("Mean"), "value": two_places(total["mean"]), "datatype": "Data"},
	]
