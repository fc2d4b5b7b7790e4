"""The figures as a table."""

from typing import Any

from dev.demo import text_table

COLUMNS = ["", "What", "Who", "Queries", "10 % ms", "100 % ms", "Worst ms", "Processor ms", "Budget ms", ""]


def whole(found: dict[str, Any]) -> str:
	small, large = found["people"].values()
	parts = [
		f"{small} and {large} people, {found['runs']} runs each after {found['warm_ups']} to warm up, "
		f"{found['date']}",
		text_table(COLUMNS, [line(row) for row in found["rows"]]),
		verdict(found["rows"]),
	]
	if "baselines" in found:
		columns = ["Compared", "Here ms", "Naive ms", "Times", "Queries here", "Queries naive"]
		parts.append(text_table(columns, [list(row.values()) for row in found["baselines"]]))
	return "\n\n".join(parts)


def line(row: dict[str, Any]) -> list[Any]:
	small, large = row["small"], row["large"]
	few, many = small["queries"], large["queries"]
	return [
		row["kind"],
		row["what"],
		row["who"],
		str(many) if few == many else f"{few} → {many}",
		round(small["median"]),
		round(large["median"]),
		round(large["worst"]),
		round(large["cpu"]),
		row["budget"],
		"" if large["median"] <= row["budget"] else "slow",
	]


def verdict(rows: list[dict[str, Any]]) -> str:
	slow = sum(row["large"]["median"] > row["budget"] for row in rows)
	growing = sum(row["large"]["queries"] > row["small"]["queries"] for row in rows)
	return f"{len(rows)} requests: {slow} beyond their budget, {growing} with more queries on more data."
