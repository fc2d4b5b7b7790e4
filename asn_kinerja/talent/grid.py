"""The nine boxes as they are shown: potential upwards, performance to the right, in report, form and print.

Plain HTML with a style of its own, because a printed report has none of the Desk's; every shade has a number
beside it, so that it is read in greyscale too."""

from collections.abc import Callable, Mapping, Sequence

from frappe import _
from frappe.utils import escape_html

from asn_kinerja.reporting import percent, two_places
from asn_kinerja.scoring import Rating
from asn_kinerja.scoring.talent import BOXES, SUCCESSION, PotentialLevel, TalentBox

# from the lowest corner to the highest: light to dark, all light enough for dark letters
SHADES = ("#ffffff", "#f1f4f7", "#e2e9ef", "#cfdbe5", "#b9cbda")

STYLE = """<style>
.asn-nine { color: #1c2126; max-width: 960px; font-size: 13px; }
.asn-nine table { border-collapse: separate; border-spacing: 4px; width: 100%; table-layout: fixed; }
.asn-nine td, .asn-nine th { padding: 0; vertical-align: top; border: 0; font-weight: 400; }
.asn-nine th.asn-level { vertical-align: middle; text-align: center; font-size: 12px;
  overflow-wrap: anywhere; }
.print-format .asn-nine td, .print-format .asn-nine th { padding: 0 !important; color: #1c2126 !important; }
.print-format .asn-nine th.asn-level { vertical-align: middle !important; }
.asn-nine .asn-potential { width: 15%; }
.asn-nine caption { caption-side: bottom; text-align: center; color: inherit; padding: 2px 0 0; }
.asn-box { display: block; box-sizing: border-box; width: 100%; height: 100%; min-height: 92px;
  padding: 8px; margin: 0; text-align: left; color: inherit; font: inherit; border: 1px solid #56616b;
  border-radius: 4px; -webkit-print-color-adjust: exact; print-color-adjust: exact; overflow-wrap: anywhere; }
button.asn-box { cursor: pointer; }
button.asn-box:focus-visible { outline: 3px solid #1c2126; outline-offset: 1px; }
.asn-box.asn-chosen { border: 4px solid #1c2126; padding: 5px; }
.asn-box .asn-top { display: flex; justify-content: space-between; align-items: flex-start; gap: 4px; }
.asn-box .asn-number { border: 1px solid #1c2126; border-radius: 4px; background: #fff; padding: 0 7px;
  font-weight: 600; white-space: nowrap; }
.asn-box .asn-people { text-align: right; font-size: 12px; line-height: 1.35; }
.asn-box .asn-people b { font-size: 18px; }
.asn-box .asn-name { display: block; font-size: 11px; line-height: 1.3; padding-top: 4px; }
.asn-nine .asn-more { margin: 6px 0; }
.asn-nine .asn-more button { font: inherit; color: inherit; background: #fff; border: 1px solid #56616b;
  border-radius: 4px; padding: 3px 8px; margin: 0 6px 6px 0; cursor: pointer; }
.asn-nine .asn-more button.asn-chosen { border: 3px solid #1c2126; }
.asn-moves { overflow-x: auto; }
.asn-nine .asn-moves table { border-collapse: collapse; width: auto; min-width: 420px; }
.asn-nine .asn-moves td, .asn-nine .asn-moves th { border: 1px solid #9aa5ae; padding: 2px 8px;
  text-align: center; }
.print-format .asn-nine .asn-moves td, .print-format .asn-nine .asn-moves th { padding: 2px 8px !important; }
@media (max-width: 600px) {
  .asn-nine table { border-spacing: 2px; }
  .asn-box { padding: 4px; min-height: 84px; }
  .asn-box .asn-top { display: block; }
  .asn-box .asn-people { display: block; text-align: left; font-size: 11px; padding-top: 3px; }
  .asn-box .asn-name { display: none; }
  .asn-nine .asn-potential { width: 62px; }
  .asn-nine th.asn-level { font-size: 10px; overflow-wrap: normal; }
}
</style>"""


def shade(box: TalentBox) -> str:
	"""By the sum of both levels: equal on the diagonals."""
	performance = len(Rating) - 1 - list(Rating).index(box.performance_level)
	potential = len(PotentialLevel) - 1 - list(PotentialLevel).index(box.potential_level)
	return SHADES[performance + potential]


def layout(boxes: Sequence[TalentBox]) -> list[list[TalentBox]]:
	"""Rows from the highest potential down, each from the lowest performance to the highest."""
	place = {(box.potential_level, box.performance_level): box for box in boxes}
	return [[place[(row, column)] for column in reversed(Rating)] for row in PotentialLevel]


def grid(boxes: Sequence[TalentBox], counts: Mapping[int, int], chosen: Sequence[int] = ()) -> str:
	"""The grid to click: `counts`: box -> people; shares are of all who have a box. HTML."""
	whole = sum(counts.get(box, 0) for box in BOXES)
	return _table(boxes, lambda box: _button(box, counts.get(box.box, 0), whole, chosen))


def small(boxes: Sequence[TalentBox], chosen: int, before: int = 0) -> str:
	"""The grid of one person, with his box marked; `before`: the one of the map before. HTML."""
	return f'{STYLE}<div class="asn-nine">{_table(boxes, lambda box: _cell(box, chosen, before))}</div>'


def _table(boxes: Sequence[TalentBox], cell: Callable[[TalentBox], str]) -> str:
	"""The grid with its axes, each box as `cell` shows it."""
	corner = '<th class="asn-level asn-potential">{}</th>'
	rows = []
	for row in layout(boxes):
		level = escape_html(row[0].potential_level.value)
		cells = "".join(f"<td>{cell(box)}</td>" for box in row)
		rows.append(f'<tr><th scope="row" class="asn-level asn-potential">{level}</th>{cells}</tr>')
	head = f'<tr>{corner.format(_axis(_("Potential"), "↑"))}<th colspan="3"></th></tr>'
	return "\n".join(
		(
			f"<table><caption>{_axis(_('Performance'), '→')}</caption>",
			f"<thead>{head}</thead><tbody>{''.join(rows)}</tbody>",
			f"<tfoot><tr>{corner.format('')}{_levels()}</tr></tfoot></table>",
		)
	)


def _axis(label: str, arrow: str) -> str:
	return f"{escape_html(label)} {arrow}"


def _levels() -> str:
	return "".join(
		f'<th scope="col" class="asn-level">{escape_html(level.value)}</th>' for level in reversed(Rating)
	)


def _button(box: TalentBox, people: int, whole: int, chosen: Sequence[int]) -> str:
	share = two_places(percent(people, whole) or 0)
	pressed = box.box in chosen
	spoken = _("Box {0}: {1}. {2} people, {3} %").format(box.box, box.box_name, people, share)
	return f"""<button type="button" class="asn-box{" asn-chosen" if pressed else ""}" data-box="{box.box}"
 style="background: {shade(box)}" aria-pressed="{str(pressed).lower()}" aria-label="{escape_html(spoken)}">
<span class="asn-top">{_number(box)}<span class="asn-people"><b>{people}</b> {escape_html(_("people"))}
<br>{share} %</span></span><span class="asn-name">{escape_html(box.box_name)}</span></button>"""


def _cell(box: TalentBox, chosen: int, before: int) -> str:
	marks = {chosen: _("here"), before: _("before")} if before != chosen else {chosen: _("here, as before")}
	mark = marks.get(box.box, "")
	dot = "●" if box.box == chosen else "○" if mark else ""
	kind = "asn-box asn-chosen" if box.box == chosen else "asn-box"
	return f"""<div class="{kind}" style="background: {shade(box)}">
<span class="asn-top">{_number(box)}<span class="asn-people">{dot} {escape_html(mark)}</span></span>
<span class="asn-name">{escape_html(box.box_name)}</span></div>"""


def _number(box: TalentBox) -> str:
	"""The number of the box, with a star where it is of the succession group."""
	return f'<span class="asn-number">{box.box}{" ★" if box.box in SUCCESSION else ""}</span>'


def below(counts: Mapping[int, int], chosen: Sequence[int]) -> str:
	"""What stands below the grid: the succession group, who is not placed, and the way back to all. HTML."""
	succession = sum(counts.get(box, 0) for box in SUCCESSION)
	pressed = sorted(chosen)
	buttons = (
		("", _("All: {0}").format(sum(counts.values())), not pressed),
		("7-9", _("★ Succession group, boxes 7 to 9: {0}").format(succession), pressed == sorted(SUCCESSION)),
		("0", _("Not placed: {0}").format(counts.get(0, 0)), pressed == [0]),
	)
	shown = "".join(
		f'<button type="button" data-box="{value}" class="{"asn-chosen" if on else ""}" '
		f'aria-pressed="{str(on).lower()}">{escape_html(label)}</button>'
		for value, label, on in buttons
	)
	return f'<div class="asn-more">{shown}</div>'


def moves(pairs: Mapping[tuple[int, int], int], previous: str) -> str:
	"""How many went from which box (rows) to which (columns). HTML; "" where nobody was in a map before."""
	if not pairs:
		return ""
	head = "".join(f'<th scope="col">{box}</th>' for box in BOXES)
	rows = []
	for old in BOXES:
		cells = "".join(f"<td>{_moved(old, new, pairs.get((old, new), 0))}</td>" for new in BOXES)
		rows.append(f'<tr><th scope="row">{old}</th>{cells}</tr>')
	title = _("From box (rows) to box (columns), against {0}").format(escape_html(previous))
	table = f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
	return f'<details><summary>{title}</summary><div class="asn-moves">{table}</div></details>'


def _moved(old: int, new: int, people: int) -> str:
	if not people:
		return "·"
	return f"<b>{people}</b>" if old != new else str(people)
