"""Charts: what they show can be read without colours, without eyes, and is never markup."""

import re
from xml.etree import ElementTree

import pytest

from asn_kinerja.charts import Series, radar

SVG = "{http://www.w3.org/2000/svg}"
AXES = (
	"Integritas",
	"Pengembangan Diri dan Orang Lain",
	"Pengambilan Keputusan",
	"Perekat Bangsa",
)


def drawn(*series: Series, axes: tuple[str, ...] = AXES, **more: object) -> ElementTree.Element:
	return ElementTree.fromstring(radar(axes, series, **more))  # noqa: S314


def texts(chart: ElementTree.Element) -> list[str]:
	return [node.text or "" for node in chart.iter(f"{SVG}text")]


def test_values_lie_on_their_axes() -> None:
	"""Of four axes: up, right, down, left. Radius 140, middle at 290 and 224."""
	chart = drawn(Series("Syarat", (5, 3, 4, 1)), Series("Capaian", (5, 2.5, 0, 1)))
	first, second = [
		node.get("points") for node in chart.iter(f"{SVG}polygon") if node.get("fill-opacity") == "0.15"
	]
	# 3 of 5 are 84, 4 of 5 are 112, 1 of 5 is 28
	assert first == "290.0,84.0 374.0,224.0 290.0,336.0 262.0,224.0"
	assert second == "290.0,84.0 360.0,224.0 290.0,224.0 262.0,224.0"


def test_the_numbers_stand_at_every_axis() -> None:
	shown = texts(drawn(Series("Syarat", (3, 3, 3, 3)), Series("Capaian", (3, 2.5, None, 4))))
	for numbers in ("3 / 3", "3 / 2,5", "3 / –", "3 / 4"):
		assert numbers in shown
	assert {"1", "2", "3", "4", "5", "Syarat", "Capaian"} <= set(shown)


def test_lines_differ_without_colours() -> None:
	chart = drawn(*(Series(str(number), (1, 2, 3, 4)) for number in range(4)))
	outlines = [node for node in chart.iter(f"{SVG}polygon") if node.get("fill-opacity") == "0.15"]
	assert len({node.get("stroke-dasharray") for node in outlines}) == 4
	assert len(list(chart.iter(f"{SVG}circle"))) == 4 + 1  # four points and the legend
	assert len(list(chart.iter(f"{SVG}path"))) == 4 + 1


def test_long_labels_are_wrapped() -> None:
	shown = texts(drawn(Series("A", (1, 1, 1, 1))))
	# behind five numbers of the rings, and the label and the value of the first axis
	assert shown[7:9] == ["Pengembangan Diri", "dan Orang Lain"]
	long = drawn(Series("A", (1,)), axes=("kata " * 30,))
	assert [text for text in texts(long) if "kata" in text][-1].endswith("…")
	assert all(len(text) <= 18 for text in texts(long))


def test_fifteen_axes_have_room() -> None:
	"""No label overlaps another one: texts are at least a line apart, or do not share columns."""
	axes = tuple(f"Penyusunan Rencana Kebutuhan Pegawai {number}" for number in range(15))
	chart = drawn(Series("A", tuple([3] * 15)), Series("B", tuple([2] * 15)), axes=axes)
	width = float(chart.get("viewBox").split()[2])
	boxes = []
	for node in chart.iter(f"{SVG}text"):
		if node.get("font-size") != "13":
			continue
		x, y, long = float(node.get("x")), float(node.get("y")), 7.2 * len(node.text)
		left = {"start": x, "end": x - long, "middle": x - long / 2, None: x}[node.get("text-anchor")]
		assert left >= 0
		assert left + long <= width
		boxes.append((left, left + long, y))
	for number, (left, right, y) in enumerate(boxes):
		for other_left, other_right, other_y in boxes[:number]:
			assert abs(y - other_y) >= 12 or right <= other_left or other_right <= left


def test_screen_readers_are_told_everything() -> None:
	chart = drawn(Series("Syarat", (3, 3, 3, 3)), Series("Capaian", (2, 3, 3, 4)), title="Kompetensi Ani")
	assert chart.get("role") == "img"
	assert chart.find(f"{SVG}title").text == "Kompetensi Ani"
	assert chart.find(f"{SVG}desc").text.startswith("Integritas: Syarat 3, Capaian 2; Pengembangan")
	assert drawn(Series("A", (1, 1, 1, 1)), description="Kosong").find(f"{SVG}desc").text == "Kosong"


def test_names_are_never_markup() -> None:
	evil = '<script>alert(1)</script> & "x"'
	source = radar([evil] * 3, [Series(evil, (1, 2, 3))], title=evil, description=evil)
	assert "<script" not in source
	ElementTree.fromstring(source)  # noqa: S314


@pytest.mark.parametrize("axes", [1, 2, 3, 20])
def test_any_number_of_axes_is_drawn(axes: int) -> None:
	source = radar([f"K{n}" for n in range(axes)], [Series("A", [9] * axes), Series("B", [None] * axes)])
	assert not re.search(r"nan|inf", source)


def test_what_cannot_be_drawn() -> None:
	for axes, series in (([], []), (["A"], [Series("x", (1, 2))]), (["A"], [Series("x", (1,))] * 5)):
		with pytest.raises(ValueError, match=r"radar|line"):
			radar(axes, series)
