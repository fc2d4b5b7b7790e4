"""Strategy, indicator library and work plans of the agency, in plain Indonesian administrative language.

Most indicators can be read at any stage (a rate, a share, a number per month or semester), because a stage
is evaluated against the target of the plan. Those that daily activities fill are counted through the year and
have a target for each stage.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from asn_kinerja.demo.agency import FUNCTIONAL, seats
from asn_kinerja.demo.people import Person

QUANTITY, QUALITY, TIME, COST = "Kuantitas", "Kualitas", "Waktu", "Biaya"
PERSPECTIVES = ("Penerima Layanan", "Proses Bisnis", "Penguatan Internal", "Anggaran")
STAGES = 2  # within the year


@dataclass(frozen=True, slots=True)
class Objective:
	"""A node of the strategy; `parent` is the code of the one above."""

	code: str
	parent: str
	level: str
	name: str
	perspective: str = ""


OBJECTIVES = (
	Objective("V", "", "Vision", "Kota Contoh yang sehat, cerdas, dan melayani"),
	Objective("M1", "V", "Mission", "Meningkatkan derajat kesehatan dan mutu pendidikan warga"),
	Objective("M2", "V", "Mission", "Mewujudkan pelayanan publik yang cepat, pasti, dan ramah"),
	Objective("M3", "V", "Mission", "Membangun tata kelola pemerintahan yang bersih dan akuntabel"),
	Objective("M4", "V", "Mission", "Menyediakan infrastruktur kota yang andal"),
	Objective("S1", "M1", "Objective", "Meningkatnya derajat kesehatan masyarakat", PERSPECTIVES[0]),
	Objective("S2", "M1", "Objective", "Meningkatnya mutu pendidikan dasar", PERSPECTIVES[0]),
	Objective("S3", "M2", "Objective", "Meningkatnya kualitas pelayanan publik", PERSPECTIVES[1]),
	Objective("S4", "M3", "Objective", "Meningkatnya akuntabilitas kinerja dan keuangan", PERSPECTIVES[3]),
	Objective("S5", "M3", "Objective", "Meningkatnya profesionalitas aparatur", PERSPECTIVES[2]),
	Objective("S6", "M4", "Objective", "Meningkatnya kemantapan jalan kota", PERSPECTIVES[0]),
	Objective("P1", "S1", "Programme", "Program pencegahan dan pengendalian penyakit"),
	Objective("P2", "S1", "Programme", "Program pelayanan kesehatan dasar"),
	Objective("P3", "S2", "Programme", "Program pengembangan kurikulum dan pembelajaran"),
	Objective("P4", "S3", "Programme", "Program pelayanan perizinan terpadu"),
	Objective("P5", "S3", "Programme", "Program pendaftaran penduduk dan pencatatan sipil"),
	Objective("P6", "S3", "Programme", "Program pelayanan kecamatan dan kelurahan"),
	Objective("P7", "S4", "Programme", "Program penunjang urusan pemerintahan daerah"),
	Objective("P8", "S4", "Programme", "Program perencanaan dan evaluasi pembangunan"),
	Objective("P9", "S5", "Programme", "Program pengembangan kompetensi aparatur"),
	Objective("P10", "S6", "Programme", "Program penyelenggaraan jalan"),
)


@dataclass(frozen=True, slots=True)
class Indicator:
	"""An entry of the indicator library; `daily` when verified daily activities fill the realisation."""

	name: str
	unit: str
	aspect: str
	direction: str = "Higher"
	daily: bool = False


INDICATORS = {
	"imunisasi": Indicator("Cakupan imunisasi dasar lengkap", "%", QUANTITY),
	"tb": Indicator("Keberhasilan pengobatan tuberkulosis", "%", QUALITY),
	"klb": Indicator("Lama penyelidikan kejadian luar biasa", "jam", TIME, "Lower"),
	"anc": Indicator("Ibu hamil yang diperiksa sesuai standar", "%", QUALITY),
	"kunjungan": Indicator("Kunjungan rumah yang dilaksanakan", "kunjungan", QUANTITY, daily=True),
	"tunggu": Indicator("Waktu tunggu pasien rawat jalan", "menit", TIME, "Lower"),
	"rekam_medis": Indicator("Rekam medis yang lengkap", "%", QUALITY),
	"kurikulum": Indicator("Dokumen perangkat pembelajaran per semester", "dokumen", QUANTITY),
	"literasi": Indicator("Murid yang mencapai kompetensi minimum literasi", "%", QUALITY),
	"jam_mengajar": Indicator("Jam mengajar per minggu", "jam", QUANTITY, "Range"),
	"supervisi": Indicator("Supervisi pembelajaran per semester", "kegiatan", QUANTITY),
	"ektp": Indicator("KTP-el yang dicetak per bulan", "keping", QUANTITY),
	"akta": Indicator("Kepemilikan akta kelahiran anak", "%", QUANTITY),
	"galat_data": Indicator("Kesalahan data kependudukan", "%", QUALITY, "Lower"),
	"hari_izin": Indicator("Hari kerja per berkas izin", "hari", TIME, "Lower"),
	"berkas_izin": Indicator("Berkas izin yang diselesaikan", "berkas", QUANTITY, daily=True),
	"aduan": Indicator("Pengaduan yang dijawab dalam 3 hari", "%", TIME),
	"ikm": Indicator("Indeks kepuasan masyarakat", "indeks", QUALITY),
	"surat_warga": Indicator("Surat pengantar warga yang selesai pada hari yang sama", "%", TIME),
	"musrenbang": Indicator("Usulan musrenbang yang terakomodasi", "%", QUALITY),
	"jalan": Indicator("Jalan kota dalam kondisi mantap", "%", QUALITY),
	"km_jalan": Indicator("Jalan yang dipelihara per semester", "km", QUANTITY),
	"lubang": Indicator("Hari penanganan laporan jalan berlubang", "hari", TIME, "Lower"),
	"jp": Indicator("Jam pelajaran pengembangan kompetensi per semester", "JP", QUANTITY),
	"skp": Indicator("SKP yang disahkan tepat waktu", "%", TIME),
	"layanan_asn": Indicator("Hari kerja layanan kepegawaian", "hari", TIME, "Lower"),
	"serapan": Indicator("Realisasi anggaran kas", "%", COST, "Range"),
	"sakip": Indicator("Nilai akuntabilitas kinerja", "nilai", QUALITY),
	"dokumen": Indicator("Dokumen perencanaan yang selaras dengan RPJMD", "%", QUALITY),
	"laporan": Indicator("Laporan per semester", "laporan", QUANTITY),
	"terlambat": Indicator("Hari keterlambatan laporan", "hari", TIME, "Lower"),
	"arsip": Indicator("Arsip yang ditata sesuai kaidah per bulan", "berkas", QUANTITY),
	"surat": Indicator("Surat yang diproses dalam satu hari kerja", "%", TIME),
	"sistem": Indicator("Ketersediaan sistem informasi", "%", QUALITY),
	"perda": Indicator("Hari kerja harmonisasi rancangan peraturan", "hari", TIME, "Lower"),
	"paket": Indicator("Paket pengadaan yang selesai tanpa sanggahan", "%", QUALITY),
	"hemat": Indicator("Selisih harga terhadap perkiraan sendiri", "%", COST, "Range"),
	"tim": Indicator("Kegiatan tim lintas unit per semester", "kegiatan", QUANTITY),
}


@dataclass(frozen=True, slots=True)
class Line:
	"""An item: result, indicator (key of INDICATORS), target from and to (0: one number), weight in percent.
	The target is that of a stage; with an indicator that daily activities fill, the plan has that of all
	stages together. With `narrative` the plan is qualitative and this is the measure of success."""

	result: str
	indicator: str
	low: float
	high: float
	weight: int
	narrative: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
	"""What the holders of a kind of post plan: the programme it serves (code) and its items."""

	objective: str
	lines: tuple[Line, ...]


_SERVED = "Terlayaninya masyarakat dengan cepat dan ramah"
_BUDGET = "Terkelolanya anggaran unit kerja secara efektif dan akuntabel"
_REPORTS = "Tersusunnya laporan pelaksanaan tugas yang lengkap dan tepat waktu"
_GROWTH = "Meningkatnya kompetensi pegawai"
_VACCINES = "Meningkatnya cakupan imunisasi dasar di seluruh kelurahan"
_OUTBREAKS = "Terkendalinya penyakit menular dan kejadian luar biasa"
_LEARNING = "Meningkatnya mutu pembelajaran di satuan pendidikan"
_TEACHING = "Tersusunnya perangkat pembelajaran yang sesuai kurikulum"
_CIVIL = "Terbitnya dokumen kependudukan yang akurat"
_PERMITS = "Terbitnya izin usaha yang cepat dan pasti"
_ROADS = "Terpeliharanya jalan kota dalam kondisi mantap"
_STAFF = "Terlayaninya administrasi kepegawaian secara tepat waktu"
_PLANS = "Tersusunnya dokumen perencanaan yang selaras dan terukur"
_OFFICE = "Tertibnya administrasi perkantoran"
_RULES = "Tersusunnya rancangan peraturan daerah yang harmonis"
_BUYING = "Terlaksananya pengadaan barang dan jasa yang bersih"

_END = (
	Line(_REPORTS, "laporan", 2, 0, 15),
	Line(_GROWTH, "jp", 10, 12, 15),
)
_HEAD_END = (
	Line(_BUDGET, "serapan", 90, 98, 15),
	Line(_GROWTH, "skp", 95, 100, 15),
)

PLANS = {
	"sekda": Plan(
		"S4",
		(
			Line("Meningkatnya akuntabilitas kinerja pemerintah kota", "sakip", 78, 80, 35),
			Line("Meningkatnya kualitas pelayanan publik kota", "ikm", 85, 0, 30),
			Line(_GROWTH, "skp", 95, 100, 20),
			Line(_BUDGET, "serapan", 92, 98, 15),
		),
	),
	"asisten": Plan(
		"S4",
		(
			Line("Terkoordinasinya kebijakan perangkat daerah", "dokumen", 90, 95, 40),
			Line("Meningkatnya kualitas pelayanan publik kota", "ikm", 84, 0, 30),
			*_HEAD_END,
		),
	),
	"dinkes": Plan(
		"S1",
		(
			Line(_VACCINES, "imunisasi", 90, 95, 30),
			Line(_OUTBREAKS, "tb", 88, 0, 25),
			Line("Meningkatnya kepuasan pasien puskesmas", "ikm", 84, 0, 15),
			*_HEAD_END,
		),
	),
	"disdik": Plan(
		"S2",
		(
			Line(_LEARNING, "literasi", 72, 76, 40),
			Line("Meningkatnya kepuasan orang tua murid", "ikm", 83, 0, 30),
			*_HEAD_END,
		),
	),
	"dukcapil": Plan(
		"S3",
		(
			Line(_CIVIL, "akta", 97, 0, 40),
			Line(_SERVED, "ikm", 86, 0, 30),
			*_HEAD_END,
		),
	),
	"dpmptsp": Plan(
		"S3",
		(
			Line(_PERMITS, "hari_izin", 5, 7, 40),
			Line(_SERVED, "ikm", 87, 0, 30),
			*_HEAD_END,
		),
	),
	"bkpsdm": Plan(
		"S5",
		(
			Line(_GROWTH, "jp", 10, 12, 35),
			Line(_STAFF, "layanan_asn", 4, 5, 35),
			Line(_BUDGET, "serapan", 90, 98, 15),
			Line("Meningkatnya budaya kinerja aparatur", "skp", 95, 100, 15),
		),
	),
	"bappeda": Plan(
		"S4",
		(
			Line(_PLANS, "dokumen", 92, 96, 40),
			Line("Terakomodasinya usulan masyarakat", "musrenbang", 60, 65, 30),
			*_HEAD_END,
		),
	),
	"pupr": Plan(
		"S6",
		(
			Line(_ROADS, "jalan", 82, 85, 45),
			Line("Tertanganinya laporan kerusakan jalan", "lubang", 3, 5, 25),
			*_HEAD_END,
		),
	),
	"camat": Plan(
		"P6",
		(
			Line(_SERVED, "ikm", 84, 0, 40),
			Line("Terakomodasinya usulan masyarakat", "musrenbang", 55, 60, 30),
			*_HEAD_END,
		),
	),
	"kabag": Plan(
		"P7",
		(
			Line("Terlaksananya koordinasi bagian", "laporan", 4, 0, 40),
			Line("Tepat waktunya penyampaian bahan kebijakan", "terlambat", 1, 2, 30),
			*_HEAD_END,
		),
	),
	"sekretaris": Plan(
		"P7",
		(
			Line(_BUDGET, "serapan", 90, 98, 35),
			Line("Meningkatnya akuntabilitas kinerja unit", "sakip", 76, 78, 30),
			Line(_GROWTH, "skp", 95, 100, 20),
			Line("Tertibnya penyampaian laporan unit", "terlambat", 1, 2, 15),
		),
	),
	"kasubbag": Plan(
		"P7",
		(
			Line(_STAFF, "layanan_asn", 3, 5, 35),
			Line(_OFFICE, "surat", 90, 95, 35),
			*_END,
		),
	),
	"kabid_p2p": Plan(
		"P1",
		(
			Line(_VACCINES, "imunisasi", 90, 95, 35),
			Line(_OUTBREAKS, "klb", 24, 0, 20),
			Line(_OUTBREAKS, "tb", 88, 0, 15),
			*_HEAD_END,
		),
	),
	"kapuskesmas": Plan(
		"P2",
		(
			Line(_VACCINES, "imunisasi", 90, 95, 30),
			Line("Terlayaninya pasien sesuai standar", "tunggu", 30, 45, 25),
			Line(_SERVED, "aduan", 95, 0, 15),
			*_HEAD_END,
		),
	),
	"p2p": Plan(
		"P1",
		(
			Line(_VACCINES, "imunisasi", 88, 92, 35),
			Line(_OUTBREAKS, "klb", 24, 36, 20),
			Line(_OUTBREAKS, "kunjungan", 72, 0, 15),
			*_END,
		),
	),
	"dokter": Plan(
		"P2",
		(
			Line("Terlayaninya pasien sesuai standar", "tunggu", 25, 35, 40),
			Line("Terlayaninya pasien sesuai standar", "rekam_medis", 95, 0, 30),
			*_END,
		),
	),
	"bidan": Plan(
		"P2",
		(
			Line("Terlayaninya ibu hamil sesuai standar", "anc", 92, 95, 40),
			Line("Terpantaunya kesehatan ibu dan anak", "kunjungan", 96, 0, 30),
			*_END,
		),
	),
	"perawat": Plan(
		"P2",
		(
			Line("Terlayaninya pasien sesuai standar", "tunggu", 30, 40, 30),
			Line("Terlayaninya pasien sesuai standar", "rekam_medis", 95, 0, 20),
			Line("Terlaksananya perawatan kesehatan masyarakat", "kunjungan", 120, 0, 20),
			*_END,
		),
	),
	"kabid_dikdas": Plan(
		"P3",
		(
			Line(_LEARNING, "literasi", 72, 76, 40),
			Line(_TEACHING, "kurikulum", 12, 14, 30),
			*_HEAD_END,
		),
	),
	"kurikulum": Plan(
		"P3",
		(
			Line(_TEACHING, "kurikulum", 6, 8, 40),
			Line("Terbinanya satuan pendidikan", "supervisi", 6, 0, 30),
			*_END,
		),
	),
	"kepsek": Plan(
		"P3",
		(
			Line("Terlaksananya tugas pokok kepala sekolah", "literasi", 74, 78, 40),
			Line(_TEACHING, "supervisi", 8, 0, 30),
			*_HEAD_END,
		),
	),
	"guru": Plan(
		"P3",
		(
			Line("Tersusunnya dokumen perangkat pembelajaran", "kurikulum", 2, 0, 30),
			Line("Terlaksananya pembelajaran yang bermutu", "jam_mengajar", 24, 40, 25),
			Line("Terlaksananya pembelajaran yang bermutu", "literasi", 72, 76, 20),
			Line(_GROWTH, "jp", 10, 12, 25),
		),
	),
	"kabid_dafduk": Plan(
		"P5",
		(
			Line(_CIVIL, "ektp", 1400, 1600, 40),
			Line(_CIVIL, "galat_data", 2, 0, 15),
			Line(_SERVED, "aduan", 95, 0, 15),
			*_HEAD_END,
		),
	),
	"adminduk": Plan(
		"P5",
		(
			Line(_CIVIL, "ektp", 180, 220, 40),
			Line(_CIVIL, "galat_data", 2, 3, 30),
			*_END,
		),
	),
	"kabid_izin": Plan(
		"P4",
		(
			Line(_PERMITS, "hari_izin", 5, 7, 40),
			Line(_SERVED, "aduan", 95, 0, 30),
			*_HEAD_END,
		),
	),
	"izin": Plan(
		"P4",
		(
			Line(_PERMITS, "hari_izin", 5, 7, 30),
			Line(_PERMITS, "berkas_izin", 240, 0, 30),
			Line(_SERVED, "aduan", 95, 0, 10),
			*_END,
		),
	),
	"kabid_asn": Plan(
		"P9",
		(
			Line(_GROWTH, "jp", 10, 12, 40),
			Line("Meningkatnya budaya kinerja aparatur", "skp", 95, 100, 30),
			Line(_BUDGET, "serapan", 90, 98, 30),
		),
	),
	"asn": Plan(
		"P9",
		(
			Line(_STAFF, "layanan_asn", 3, 5, 40),
			Line("Meningkatnya budaya kinerja aparatur", "skp", 95, 100, 30),
			*_END,
		),
	),
	"kabid_rencana": Plan(
		"P8",
		(
			Line(_PLANS, "dokumen", 92, 96, 40),
			Line("Tepat waktunya evaluasi pembangunan", "terlambat", 2, 3, 30),
			*_HEAD_END,
		),
	),
	"perencana": Plan(
		"P8",
		(
			Line(_PLANS, "dokumen", 90, 95, 40),
			Line("Tersedianya bahan evaluasi pembangunan", "terlambat", 2, 3, 30),
			*_END,
		),
	),
	"kabid_jalan": Plan(
		"P10",
		(
			Line(_ROADS, "km_jalan", 24, 28, 40),
			Line("Tertanganinya laporan kerusakan jalan", "lubang", 3, 5, 30),
			*_HEAD_END,
		),
	),
	"jalan": Plan(
		"P10",
		(
			Line(_ROADS, "km_jalan", 6, 8, 40),
			Line("Tertanganinya laporan kerusakan jalan", "lubang", 3, 5, 30),
			*_END,
		),
	),
	"lurah": Plan(
		"P6",
		(
			Line(_SERVED, "surat_warga", 92, 95, 35),
			Line(_SERVED, "aduan", 95, 0, 20),
			Line("Terakomodasinya usulan masyarakat", "musrenbang", 50, 55, 15),
			*_HEAD_END,
		),
	),
	"kelurahan": Plan(
		"P6",
		(
			Line(_SERVED, "surat_warga", 90, 95, 45),
			Line("Terpantaunya kondisi warga", "kunjungan", 60, 0, 25),
			*_END,
		),
	),
	"komputer": Plan(
		"P7",
		(
			Line("Tersedianya sistem informasi yang andal", "sistem", 98, 0, 40),
			Line("Tertanganinya gangguan layanan digital", "aduan", 95, 0, 30),
			*_END,
		),
	),
	"arsip": Plan(
		"P7",
		(
			Line("Tertatanya arsip dinamis", "arsip", 60, 75, 45),
			Line(_OFFICE, "surat", 90, 95, 25),
			*_END,
		),
	),
	"pengadaan": Plan(
		"P7",
		(
			Line(_BUYING, "paket", 96, 0, 45),
			Line(_BUYING, "hemat", 3, 10, 25),
			*_END,
		),
	),
	"hukum": Plan(
		"P7",
		(
			Line(
				_RULES,
				"perda",
				10,
				14,
				45,
				"Rancangan diharmonisasi paling lama 14 hari kerja dan diterima tanpa perbaikan mendasar",
			),
			Line(
				"Terdokumentasinya produk hukum daerah",
				"arsip",
				20,
				25,
				25,
				"Produk hukum dimuat di JDIH pada hari pengundangan dan mudah ditemukan warga",
			),
			Line(_REPORTS, "laporan", 2, 0, 15, "Laporan semester lengkap dengan bukti dukung"),
			Line(
				_GROWTH, "jp", 10, 12, 15, "Mengikuti pelatihan perancangan dan membaginya kepada rekan kerja"
			),
		),
	),
	"administrasi": Plan(
		"P7",
		(
			Line(_OFFICE, "surat", 90, 95, 40),
			Line("Tertatanya arsip unit kerja", "arsip", 40, 50, 30),
			*_END,
		),
	),
}

EXTRA = Line("Berperan aktif dalam tim reformasi birokrasi", "tim", 2, 0, 10)

SUPPORTS = (
	("Dukungan Sumber Daya", "Komputer, printer, jaringan internet, dan anggaran kegiatan sesuai DPA"),
	("Skema Pertanggungjawaban", "Laporan semester dengan bukti dukung, disampaikan paling lambat tanggal 5"),
	(
		"Konsekuensi",
		"Target tercapai: apresiasi dan pertimbangan pengembangan karier. Tidak tercapai: bimbingan kinerja",
	),
)
EXPECTATIONS = (
	("Berorientasi Pelayanan", "Sapa warga lebih dahulu dan selesaikan keperluannya dalam satu kedatangan"),
	("Akuntabel", "Bukti dukung disimpan rapi dan dapat ditelusuri"),
	("Kompeten", "Bagikan hasil pelatihan kepada rekan kerja paling lambat dua minggu setelahnya"),
	("Harmonis", "Bantu rekan kerja yang berhalangan tanpa menunggu diminta"),
	("Adaptif", "Usulkan sedikitnya satu perbaikan cara kerja setiap semester"),
	("Kolaboratif", "Libatkan unit lain sejak tahap perencanaan"),
)


# What is done towards a result in the first and in the second stage, by the indicator.
ACTIONS = {
	"kunjungan": (
		"Memetakan sasaran dan melaksanakan kunjungan tahap pertama",
		"Melanjutkan kunjungan dan menindaklanjuti temuan",
	),
	"berkas_izin": (
		"Menyelesaikan berkas sesuai urutan masuk dan memperbarui daftar periksa",
		"Menyelesaikan berkas dan menuntaskan berkas yang tertunda",
	),
	"imunisasi": (
		"Menyusun data sasaran dan jadwal pelayanan imunisasi",
		"Melaksanakan imunisasi kejar dan memvalidasi cakupan",
	),
	"dokumen": (
		"Menyusun rancangan dokumen dan membahasnya dengan perangkat daerah",
		"Menyelaraskan dokumen dan menyampaikan hasil akhir",
	),
	"kurikulum": (
		"Menyusun perangkat pembelajaran semester genap",
		"Menyempurnakan perangkat pembelajaran berdasarkan hasil supervisi",
	),
	"km_jalan": (
		"Menyusun prioritas ruas dan memulai pemeliharaan",
		"Menyelesaikan pemeliharaan dan pemeriksaan mutu",
	),
	"perda": (
		"Menyiapkan naskah dan melaksanakan harmonisasi tahap pertama",
		"Menyelesaikan harmonisasi dan pengundangan",
	),
}

# Titles of posts for which the agency keeps a template of the plan.
TEMPLATES = ("Perawat Terampil", "Penata Perizinan Ahli Pertama", "Guru Ahli Pertama")


def is_narrative(plan: Plan) -> bool:
	"""Whether the plan follows the qualitative approach."""
	return bool(plan.lines[0].narrative)


def lines_of(person: Person, random: Random) -> tuple[Line, ...]:
	"""The items of a person. Some also serve in a team (an additional result), for which the
	first item gives some of its weight."""
	lines = PLANS[person.seat.post.plan].lines
	if person.seat.depth < 4 or lines[0].narrative or len(lines) > 4 or random.random() > 0.25:
		return lines
	first = lines[0]
	reduced = replace(first, weight=first.weight - EXTRA.weight)
	return (reduced, *lines[1:], EXTRA)


def objective_of(person: Person) -> str:
	"""Code of the objective that the results of a person's post serve. What somebody does besides (an
	additional result) serves none."""
	return PLANS[person.seat.post.plan].objective


def item(line: Line, objective: str | None) -> dict[str, Any]:
	"""The row of a plan, or of a template, that a line makes."""
	row: dict[str, Any] = {
		"category": "Tambahan" if line is EXTRA else "Utama",
		"result": line.result,
		"weight": line.weight,
		"objective": objective,
	}
	if line.narrative:
		return row | {"success_measure": line.narrative}
	indicator = INDICATORS[line.indicator]
	times = STAGES if indicator.daily else 1
	return row | {
		"indicator": indicator.name,
		"measure": indicator.name,
		"unit": indicator.unit,
		"aspect": indicator.aspect,
		"direction": indicator.direction,
		"target_min": line.low * times,
		"target_max": line.high * times,
		"maximum_target": int(indicator.unit == "%" and line.high == 100),
	}


def milestones(lines: Sequence[Line], stages: Sequence[str]) -> list[dict[str, Any]]:
	"""The steps towards the results in each stage; those counted through the year have a target in each."""
	return [
		{
			"item_no": number,
			"stage_name": stage,
			"action": action,
			"target": line.low if INDICATORS[line.indicator].daily else 0,
		}
		for number, line in enumerate(lines, 1)
		if line.indicator in ACTIONS
		for stage, action in zip(stages, ACTIONS[line.indicator], strict=True)
	]


def served(rows: Sequence[Mapping[str, Any]], above: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
	"""For each row of a plan the row of the superior's plan that it serves: the one with the same indicator,
	else one by its place."""
	by_indicator = {row["indicator"]: row for row in above if row.get("indicator")}
	return [
		by_indicator.get(row.get("indicator")) or above[index % len(above)] for index, row in enumerate(rows)
	]


def cascading(row: Mapping[str, Any], above: Mapping[str, Any]) -> str:
	"""Direct when both count the same, else non-direct."""
	same = row.get("indicator") and row.get("indicator") == above.get("indicator")
	return "Direct" if same else "Non-direct"


def template(title: str, objectives: Mapping[str, str]) -> dict[str, Any]:
	"""Rows of the template for the holders of a post, by its title."""
	post = next(seat.post for seat in seats() if seat.post.title == title)
	plan = PLANS[post.plan]
	return {
		"items": [item(line, objectives[plan.objective]) for line in plan.lines],
		"supports": supports(),
	}


def expectations(random: Random) -> list[dict[str, str]]:
	"""What the leader expects under some of the values; the plan itself adds the other values."""
	chosen = sorted(random.sample(range(len(EXPECTATIONS)), 3))
	return [
		{"behaviour_value": value, "expectation": text} for value, text in (EXPECTATIONS[i] for i in chosen)
	]


def supports() -> list[dict[str, str]]:
	"""Annex of the plan."""
	return [{"kind": kind, "description": text} for kind, text in SUPPORTS]


def designations_of(indicator: str) -> list[str]:
	"""Titles of functional posts whose plans use an indicator (key of INDICATORS)."""
	return sorted(
		{
			seat.post.title
			for seat in seats()
			if seat.post.kind == FUNCTIONAL
			and any(line.indicator == indicator for line in PLANS[seat.post.plan].lines)
		}
	)
