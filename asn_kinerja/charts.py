"""Charts as SVG, for forms and for print alike. No Frappe here: labels come in the reader's language."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from textwrap import wrap

Value = int | float | Decimal | None

_FONT = "font-family:Inter,Arial,Helvetica,sans-serif"
_INK, _GRID = "#1f2933", "#b8c0c8"
_LINE = 16  # height of a line of text
_LABEL_WIDTH, _LABEL_LINES = 18, 3  # characters, lines
_SIDE = 150  # room for labels left and right
_CAP = 84  # room for labels above and below
_GAP = 18  # between the outermost ring and the labels
_OUT = 44  # of many labels, those at the top and at the bottom stand farther out, above their neighbours
_FEW, _RADIUS, _MORE = 9, 140, 16  # more axes than a few need a larger radius, so much for each


@dataclass(frozen=True, slots=True)
class Series:
	"""A line of a chart: `values` in the order of the axes, None = unknown."""

	name: str
	values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class _Style:
	"""Lines are told apart without colours: by dashes, by the shape of their marks and by being filled."""

	colour: str
	dashes: str
	fill: str
	mark: str


_STYLES = (
	_Style("#1f2933", "7 5", "none", "square"),
	_Style("#0b63c5", "", "#0b63c5", "circle"),
	_Style("#8a4b00", "2 4", "none", "triangle"),
	_Style("#5b2a86", "10 3 2 3", "none", "cross"),
)


def radar(
	axes: Sequence[str], series: Sequence[Series], highest: int = 5, title: str = "", description: str = ""
) -> str:
	"""A radar chart: an axis for each label, clockwise from the top, rings from 1 to `highest`, and up to
	four lines. Below each label stand the values of all lines, in their order. Values are drawn from 0 to
	`highest`; the number shown is the value itself. `title` and `description` are for screen readers; without
	a description it lists all values. Legible up to some 15 axes, in greyscale too.

	Raises ValueError without axes, with more than four lines, or when a line has not a value for each axis.
	"""
	if not axes:
		raise ValueError("A radar chart needs axes.")
	if len(series) > len(_STYLES):
		raise ValueError(f"A radar chart has at most {len(_STYLES)} lines.")
	if any(len(one.values) != len(axes) for one in series):
		raise ValueError("Each line needs a value for each axis.")
	plot = _Plot(len(axes), highest)
	styles = list(zip(series, _STYLES, strict=False))
	parts = [
		*_rings(plot),
		*(_line(plot, one, style) for one, style in styles),
		*_scale(plot),
		*(_label(plot, place, label, series) for place, label in enumerate(axes)),
		*_legend(plot, styles),
	]
	told = description or _description(axes, series)
	height = plot.height + _LINE * (len(series) + 1)
	return (
		f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plot.width} {height}" role="img"'
		f' style="width:100%;max-width:{plot.width}px;height:auto;{_FONT}">'
		f"<title>{escape(title)}</title><desc>{escape(told)}</desc>"
		f'<rect width="{plot.width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
	)


class _Plot:
	"""Where things are."""

	def __init__(self, axes: int, highest: int) -> None:
		self.axes, self.highest = axes, highest
		self.radius = _RADIUS + _MORE * max(0, axes - _FEW)
		self.width = 2 * (self.radius + _SIDE)
		self.out = _OUT if axes > _FEW else 0
		self.height = 2 * (self.radius + _CAP + self.out)
		self.x, self.y = self.width / 2, self.height / 2

	def angle(self, place: int) -> float:
		return 2 * math.pi * place / self.axes - math.pi / 2

	def point(self, place: int, value: Value, beyond: float = 0) -> tuple[float, float]:
		"""Of a value on an axis; `beyond`: so much farther out."""
		share = min(max(float(value or 0), 0), self.highest) / self.highest
		distance = self.radius * share + beyond
		angle = self.angle(place)
		return self.x + distance * math.cos(angle), self.y + distance * math.sin(angle)


def _rings(plot: _Plot) -> list[str]:
	rings = []
	for value in range(1, plot.highest + 1):
		width = 1.5 if value == plot.highest else 1
		points = _points([plot.point(place, value) for place in range(plot.axes)])
		rings.append(f'<polygon points="{points}" fill="none" stroke="{_GRID}" stroke-width="{width}"/>')
	for place in range(plot.axes):
		(x, y), end = (plot.x, plot.y), plot.point(place, plot.highest)
		rings.append(
			f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{_GRID}"/>'
		)
	return rings


def _scale(plot: _Plot) -> list[str]:
	"""The numbers of the rings, beside the first axis."""
	return [
		f'<text x="{plot.x - 5:.1f}" y="{plot.point(0, value)[1] + 4:.1f}" font-size="11"'
		f' text-anchor="end" fill="{_INK}" stroke="#ffffff" stroke-width="3" paint-order="stroke">'
		f"{value}</text>"
		for value in range(1, plot.highest + 1)
	]


def _line(plot: _Plot, one: Series, style: _Style) -> str:
	known = [plot.point(place, value) for place, value in enumerate(one.values) if value is not None]
	if not known:
		return ""
	dashes = f' stroke-dasharray="{style.dashes}"' if style.dashes else ""
	outline = (
		f'<polygon points="{_points(known)}" fill="{style.fill}" fill-opacity="0.15"'
		f' stroke="{style.colour}" stroke-width="2.5"{dashes}/>'
	)
	return outline + "".join(_mark(style, *point) for point in known)


def _mark(style: _Style, x: float, y: float) -> str:
	look = f'fill="#ffffff" stroke="{style.colour}" stroke-width="2"'
	if style.mark == "square":
		return f'<rect x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10" {look}/>'
	if style.mark == "circle":
		return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{style.colour}"/>'
	if style.mark == "triangle":
		return f'<polygon points="{_points([(x, y - 5), (x + 5, y + 4), (x - 5, y + 4)])}" {look}/>'
	return (
		f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8" stroke="{style.colour}" stroke-width="2.5"'
		' fill="none"/>'
	)


def _label(plot: _Plot, place: int, label: str, series: Sequence[Series]) -> str:
	across, down = math.cos(plot.angle(place)), math.sin(plot.angle(place))
	x, y = plot.point(place, plot.highest, _GAP + (plot.out if abs(down) > 0.95 else 0))
	anchor = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
	lines = _wrapped(label)
	numbers = " / ".join(_shown(one.values[place]) for one in series)
	rows = [*lines, numbers] if numbers else lines
	# the block hangs below its point at the bottom, stands on it at the top, and is centred at the sides
	top = y - _LINE * len(rows) * (1 - down) / 2
	texts = []
	for row, line in enumerate(rows):
		weight = ' font-weight="bold"' if numbers and row == len(rows) - 1 else ""
		texts.append(
			f'<text x="{x:.1f}" y="{top + _LINE * row + 12:.1f}" font-size="13" text-anchor="{anchor}"'
			f' fill="{_INK}"{weight}>{escape(line)}</text>'
		)
	return "".join(texts)


def _legend(plot: _Plot, styles: Sequence[tuple[Series, _Style]]) -> list[str]:
	rows = []
	for row, (one, style) in enumerate(styles):
		y = plot.height + _LINE * row + 4
		left = plot.width / 2 - 70
		dashes = f' stroke-dasharray="{style.dashes}"' if style.dashes else ""
		rows.append(
			f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{left + 44:.1f}" y2="{y:.1f}" stroke="{style.colour}"'
			f' stroke-width="2.5"{dashes}/>{_mark(style, left + 22, y)}'
			f'<text x="{left + 54:.1f}" y="{y + 4:.1f}" font-size="13" fill="{_INK}">'
			f"{escape(one.name)}</text>"
		)
	return rows


def _wrapped(label: str) -> list[str]:
	lines = wrap(" ".join(label.split()), _LABEL_WIDTH) or [""]
	if len(lines) > _LABEL_LINES:
		lines = [*lines[: _LABEL_LINES - 1], lines[_LABEL_LINES - 1][: _LABEL_WIDTH - 1].rstrip() + "…"]
	return lines


def _shown(value: Value) -> str:
	"""With a decimal comma; what is unknown is no 0."""
	return "–" if value is None else f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _points(points: Sequence[tuple[float, float]]) -> str:
	return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _description(axes: Sequence[str], series: Sequence[Series]) -> str:
	rows = []
	for place, label in enumerate(axes):
		values = ", ".join(f"{one.name} {_shown(one.values[place])}" for one in series)
		rows.append(f"{label}: {values}")
	return "; ".join(rows)
