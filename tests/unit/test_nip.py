"""The identity number of a civil servant: what is accepted, what is refused, and why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kinerja.nip import NipError, check_nip, parse_nip

BORN = date(1980, 5, 17)
MAN = "198005172005031001"  # born 17 May 1980, appointed March 2005, male, serial 001
WOMAN = "198005172005032001"

dates = st.dates(date(1940, 1, 1), date(2005, 12, 31))
serials = st.integers(0, 999).map("{:03d}".format)


def test_the_parts_of_a_nip() -> None:
	nip = parse_nip(MAN)
	assert (nip.birth_date, nip.appointed, nip.sex, nip.serial) == (BORN, "200503", "1", "001")


@pytest.mark.parametrize(
	"text", ["19800517 200503 1 001", " 198005172005031001 ", "1980 0517 2005 0310 01", MAN]
)
def test_spaces_as_on_the_official_card_are_taken_out(text: str) -> None:
	assert check_nip(text, BORN, "Male") == MAN


@pytest.mark.parametrize(
	("text", "words"),
	[
		("", "18 digits, this one has 0"),
		(MAN[:-1], "18 digits, this one has 17"),
		(MAN + "1", "18 digits, this one has 19"),
		("19800517200503100A", "18 digits"),
		("١٩٨٠٠٥١٧٢٠٠٥٠٣١٠٠١", "18 digits"),
		("1980-0517-20050310", "18 digits"),
		("198013172005031001", "(19801317) are no date of birth"),
		("198002302005031001", "(19800230) are no date of birth"),
		("198102292005031001", "(19810229) are no date of birth"),
		("000005172005031001", "no date of birth"),
		("198005171980031001", "(1980) is not after the birth"),
		("198005171979031001", "(1979) is not after the birth"),
		("198005172005001001", "(00) are no month"),
		("198005172005131001", "(13) are no month"),
		("198005172005030001", "digit 15 must be 1 (male) or 2 (female)"),
		("198005172005033001", "digit 15 must be 1 (male) or 2 (female)"),
	],
)
def test_a_nip_that_cannot_be(text: str, words: str) -> None:
	with pytest.raises(NipError) as error:
		parse_nip(text)
	assert words in str(error.value)
	assert text in str(error.value)


def test_a_leap_day_is_a_birthday() -> None:
	assert parse_nip("198002292005031001").birth_date == date(1980, 2, 29)


def test_of_a_pppk_the_month_is_a_code() -> None:
	assert parse_nip("198005172022211001", "PPPK").appointed == "202221"
	with pytest.raises(NipError, match="no month"):
		parse_nip("198005172022211001", "PNS")


@pytest.mark.parametrize(
	("text", "born", "gender", "words"),
	[
		(
			MAN,
			date(1980, 5, 18),
			"Male",
			r"date of birth \(1980-05-17\) is not the employee's \(1980-05-18\)",
		),
		(MAN, BORN, "Female", r"digit 15 \(1\) does not fit the gender Female"),
		(WOMAN, BORN, "Male", r"digit 15 \(2\) does not fit the gender Male"),
	],
)
def test_a_nip_of_somebody_else(text: str, born: date, gender: str, words: str) -> None:
	with pytest.raises(NipError, match=words):
		check_nip(text, born, gender)


@pytest.mark.parametrize("gender", [None, "", "Other", "Prefer not to say"])
def test_other_entries_for_the_gender_are_not_compared(gender: str | None) -> None:
	assert check_nip(MAN, BORN, gender) == MAN
	assert check_nip(WOMAN, BORN, gender) == WOMAN


def test_without_a_birth_date_the_rest_is_still_checked() -> None:
	assert check_nip(MAN, None, "Male") == MAN
	with pytest.raises(NipError):
		check_nip(MAN, None, "Female")


@given(
	born=dates, years=st.integers(1, 60), month=st.integers(1, 12), sex=st.sampled_from("12"), serial=serials
)
def test_every_well_formed_nip_is_accepted_and_read_back(
	born: date, years: int, month: int, sex: str, serial: str
) -> None:
	text = f"{born:%Y%m%d}{born.year + years}{month:02d}{sex}{serial}"
	nip = parse_nip(text)
	assert (nip.birth_date, nip.appointed[4:], nip.sex, nip.serial) == (born, f"{month:02d}", sex, serial)
	gender = {"1": "Male", "2": "Female"}[sex]
	assert check_nip(text, born, gender) == text
	spaced = f"{text[:8]} {text[8:14]} {text[14]} {text[15:]}"
	assert check_nip(spaced, born, gender) == text


@given(born=dates, other=dates, serial=serials)
def test_only_the_own_birth_date_fits(born: date, other: date, serial: str) -> None:
	text = f"{born:%Y%m%d}{born.year + 25}011{serial}"
	if born == other:
		assert check_nip(text, other, "Male") == text
	else:
		with pytest.raises(NipError):
			check_nip(text, other, "Male")


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_with_a_message_and_nothing_else(text: str) -> None:
	try:
		nip = parse_nip(text)
	except NipError as error:
		told = error
	else:
		digits = "".join(text.split())
		assert digits == f"{nip.birth_date:%Y%m%d}{nip.appointed}{nip.sex}{nip.serial}"
		return
	assert told.template.format(*told.values) == str(told)
