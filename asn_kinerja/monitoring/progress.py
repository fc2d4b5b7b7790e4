"""What the verified daily activities of planned results add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from pypika import functions as fn

from asn_kinerja.scoring import round_half_up

ACTIVITY = "ASN Daily Activity"
VERIFIED, WAITING, RETURNED = "Verified", "Waiting", "Returned"
AVERAGED = "Averaged"
SUMS_INDEX = "employee_sums_index"


@dataclass(frozen=True, slots=True)
class Total:
	"""What the activities of one planned result come to. Activities without a quantity are not among them.

	`quantity_mean`: two places, None for no entry. `last_date`: the day of the latest one."""

	quantity_sum: Decimal = Decimal(0)
	quantity_mean: Decimal | None = None
	entries: int = 0
	last_date: date | None = None

	def reached(self, summarise: str | None) -> Decimal | None:
		"""The quantity as the indicator wants it summarised: Added Up, or Averaged (None for no entry)."""
		return self.quantity_mean if summarise == AVERAGED else self.quantity_sum


NOTHING = Total()


def verified(keys: Iterable[str], from_date: date | str, to_date: date | str) -> dict[str, Total]:
	"""Total of the verified activities of each planned result (`item_key`) from one day to another, both
	included; results without any are left out. One query."""
	return {key: total for (key, _), total in totals(keys, from_date, to_date, (VERIFIED,)).items()}


def totals(
	keys: Iterable[str], from_date: date | str, to_date: date | str, statuses: tuple[str, ...]
) -> dict[tuple[str, str], Total]:
	"""As `verified`, for activities in these states: (item_key, status) -> Total. One query."""
	wanted = sorted({key for key in keys if key})
	if not wanted:
		return {}
	activity = frappe.qb.DocType(ACTIVITY)
	query = (
		frappe.qb.from_(activity)
		.select(
			activity.plan_item,
			activity.status,
			fn.Sum(activity.quantity),
			fn.Count("*"),
			fn.Max(activity.date),
		)
		.where(activity.plan_item.isin(wanted) & activity.status.isin(statuses))
		.where((activity.date >= from_date) & (activity.date <= to_date) & (activity.quantity > 0))
		.groupby(activity.plan_item, activity.status)
	)
	return {(key, status): total_of(*numbers) for key, status, *numbers in query.run()}


def total_of(quantity: object, entries: int, last_date: date) -> Total:
	"""A Total from what the database adds up."""
	added = Decimal(str(quantity or 0))
	mean = round_half_up(added / entries) if entries else None
	return Total(added, mean, int(entries), last_date)
