"""The agency: its units, its positions, and who stands below whom.

Four levels below the mayor: secretary of the city; heads of units; heads of divisions, villages and health
centres; staff. Titles are those of Indonesian law (KepmenPAN-RB 11/2024 for Pelaksana).
"""

from dataclasses import dataclass

COMPANY = "Pemerintah Kota Contoh"
ABBR = "PKC"
SIZE = 200

JPT, ADMINISTRATOR, SUPERVISOR = "JPT Pratama", "Administrator", "Pengawas"
EXECUTOR, FUNCTIONAL = "Pelaksana", "Fungsional"


@dataclass(frozen=True, slots=True)
class Post:
	"""A position: its title (Designation), its type (empty for the elected mayor), the plan its holders have
	(a key of `plans.PLANS`), the functional level (jenjang), how many hold it, and how many of them, counted
	from the end, are PPPK."""

	title: str
	kind: str
	plan: str
	level: str = ""
	count: int = 1
	contracted: int = 0


@dataclass(frozen=True, slots=True)
class Branch:
	"""A division, village or health centre: its key, its own unit (empty: that of the office), its head and
	the staff below him."""

	key: str
	unit: str
	head: Post
	staff: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Office:
	"""A unit whose head reports to the secretary of the city, with its branches."""

	key: str
	unit: str
	head: Post
	branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Seat:
	"""One person's place: a stable key ("dinkes.p2p.3"), the post, the unit, the superior's key, the level
	below the mayor (0–4) and whether it is held by a PPPK."""

	key: str
	post: Post
	unit: str
	superior: str | None
	depth: int
	contracted: bool = False


def executor(title: str, count: int = 1, contracted: int = 0, plan: str = "administrasi") -> Post:
	"""A Pelaksana."""
	return Post(title, EXECUTOR, plan, count=count, contracted=contracted)


def functional(title: str, level: str, plan: str, count: int = 1, contracted: int = 0) -> Post:
	"""A Fungsional, whose title carries the level."""
	return Post(f"{title} {level}", FUNCTIONAL, plan, level, count, contracted)


def secretariat(office: str) -> Branch:
	"""The secretariat that every office has."""
	return Branch(
		"sekretariat",
		"",
		Post(f"Sekretaris {office}", ADMINISTRATOR, "sekretaris"),
		(
			Post("Kepala Subbagian Umum dan Kepegawaian", SUPERVISOR, "kasubbag"),
			functional("Perencana", "Ahli Pertama", "perencana"),
			executor("Penelaah Teknis Kebijakan"),
			executor("Pengolah Data dan Informasi"),
			executor("Pengadministrasi Perkantoran", contracted=1),
		),
	)


def village(key: str, name: str) -> Branch:
	"""A kelurahan."""
	return Branch(
		key,
		f"Kelurahan {name}",
		Post(f"Lurah {name}", SUPERVISOR, "lurah"),
		(
			executor("Penata Kelola Pemerintahan", plan="kelurahan"),
			executor("Pengolah Data dan Informasi", plan="kelurahan"),
			executor("Operator Layanan Operasional", 2, 1, "kelurahan"),
			executor("Pengadministrasi Perkantoran"),
		),
	)


def district(key: str, name: str, villages: tuple[Branch, ...]) -> Office:
	"""A kecamatan."""
	staff = (
		executor("Penelaah Teknis Kebijakan"),
		executor("Pengolah Data dan Informasi"),
		executor("Pengadministrasi Perkantoran", 2, 1),
	)
	head = Post(f"Sekretaris Kecamatan {name}", ADMINISTRATOR, "sekretaris")
	return Office(
		key,
		f"Kecamatan {name}",
		Post(f"Camat {name}", ADMINISTRATOR, "camat"),
		(Branch("sekretariat", "", head, staff), *villages),
	)


def health_centre(key: str, name: str) -> Branch:
	"""A puskesmas, led by a physician beside his functional position."""
	return Branch(
		key,
		f"Puskesmas {name}",
		Post(f"Kepala Puskesmas {name}", FUNCTIONAL, "kapuskesmas", "Ahli Madya"),
		(
			functional("Epidemiolog Kesehatan", "Ahli Pertama", "p2p"),
			functional("Dokter", "Ahli Pertama", "dokter"),
			functional("Bidan", "Mahir", "bidan", 3),
			functional("Perawat", "Terampil", "perawat", 3, 2),
			executor("Pengadministrasi Perkantoran"),
		),
	)


SECRETARIAT = "Sekretariat Daerah"
MAYOR = Post("Wali Kota", "", "")
SECRETARY = Post("Sekretaris Daerah", JPT, "sekda")

OFFICES = (
	Office(
		"pemerintahan",
		SECRETARIAT,
		Post("Asisten Pemerintahan dan Kesejahteraan Rakyat", JPT, "asisten"),
		(
			Branch(
				"hukum",
				"Bagian Hukum",
				Post("Kepala Bagian Hukum", ADMINISTRATOR, "kabag"),
				(
					functional("Perancang Peraturan Perundang-undangan", "Ahli Muda", "hukum"),
					functional("Perancang Peraturan Perundang-undangan", "Ahli Pertama", "hukum", 3),
					executor("Penelaah Teknis Kebijakan"),
				),
			),
		),
	),
	Office(
		"ekonomi",
		SECRETARIAT,
		Post("Asisten Perekonomian dan Pembangunan", JPT, "asisten"),
		(
			Branch(
				"pengadaan",
				"Bagian Pengadaan Barang dan Jasa",
				Post("Kepala Bagian Pengadaan Barang dan Jasa", ADMINISTRATOR, "kabag"),
				(
					functional("Pengelola Pengadaan Barang/Jasa", "Ahli Muda", "pengadaan"),
					functional("Pengelola Pengadaan Barang/Jasa", "Ahli Pertama", "pengadaan", 3, 1),
					executor("Pengolah Data dan Informasi"),
				),
			),
		),
	),
	Office(
		"umum",
		SECRETARIAT,
		Post("Asisten Administrasi Umum", JPT, "asisten"),
		(
			Branch(
				"organisasi",
				"Bagian Organisasi",
				Post("Kepala Bagian Organisasi", ADMINISTRATOR, "kabag"),
				(
					functional("Analis Kebijakan", "Ahli Muda", "perencana"),
					functional("Pranata Komputer", "Ahli Pertama", "komputer", 2, 1),
					functional("Arsiparis", "Terampil", "arsip", 2),
					executor("Penata Layanan Operasional"),
				),
			),
		),
	),
	Office(
		"dinkes",
		"Dinas Kesehatan",
		Post("Kepala Dinas Kesehatan", JPT, "dinkes"),
		(
			secretariat("Dinas Kesehatan"),
			Branch(
				"p2p",
				"",
				Post("Kepala Bidang Pencegahan dan Pengendalian Penyakit", ADMINISTRATOR, "kabid_p2p"),
				(
					functional("Epidemiolog Kesehatan", "Ahli Muda", "p2p"),
					functional("Epidemiolog Kesehatan", "Ahli Pertama", "p2p", 2),
					functional("Administrator Kesehatan", "Ahli Pertama", "p2p", 2, 1),
					executor("Pengolah Data dan Informasi", 2, 1, "p2p"),
				),
			),
			health_centre("melati", "Melati"),
			health_centre("kenanga", "Kenanga"),
		),
	),
	Office(
		"disdik",
		"Dinas Pendidikan",
		Post("Kepala Dinas Pendidikan", JPT, "disdik"),
		(
			secretariat("Dinas Pendidikan"),
			Branch(
				"dikdas",
				"",
				Post("Kepala Bidang Pembinaan Pendidikan Dasar", ADMINISTRATOR, "kabid_dikdas"),
				(
					functional("Pengembang Teknologi Pembelajaran", "Ahli Pertama", "kurikulum", 2),
					executor("Penelaah Teknis Kebijakan", 2, 0, "kurikulum"),
					executor("Pengolah Data dan Informasi", 1, 1),
				),
			),
			Branch(
				"smp",
				"SMP Negeri 1 Contoh",
				Post("Kepala SMP Negeri 1 Contoh", FUNCTIONAL, "kepsek", "Ahli Madya"),
				(
					functional("Guru", "Ahli Muda", "guru", 3),
					functional("Guru", "Ahli Pertama", "guru", 7, 3),
					executor("Pengadministrasi Perkantoran"),
				),
			),
		),
	),
	Office(
		"dukcapil",
		"Dinas Kependudukan dan Pencatatan Sipil",
		Post("Kepala Dinas Kependudukan dan Pencatatan Sipil", JPT, "dukcapil"),
		(
			secretariat("Dinas Kependudukan dan Pencatatan Sipil"),
			Branch(
				"dafduk",
				"",
				Post("Kepala Bidang Pelayanan Pendaftaran Penduduk", ADMINISTRATOR, "kabid_dafduk"),
				(
					functional("Administrator Database Kependudukan", "Ahli Muda", "adminduk"),
					functional("Administrator Database Kependudukan", "Ahli Pertama", "adminduk", 2),
					functional(
						"Operator Sistem Informasi Administrasi Kependudukan", "Terampil", "adminduk", 3, 2
					),
					executor("Pengolah Data dan Informasi", 2, 0, "adminduk"),
				),
			),
		),
	),
	Office(
		"dpmptsp",
		"Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu",
		Post("Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", JPT, "dpmptsp"),
		(
			secretariat("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu"),
			Branch(
				"izin",
				"",
				Post("Kepala Bidang Pelayanan Perizinan", ADMINISTRATOR, "kabid_izin"),
				(
					functional("Penata Perizinan", "Ahli Muda", "izin", 2),
					functional("Penata Perizinan", "Ahli Pertama", "izin", 4, 1),
					executor("Penelaah Teknis Kebijakan", 1, 0, "izin"),
					executor("Operator Layanan Operasional", 2, 1, "izin"),
				),
			),
		),
	),
	Office(
		"bkpsdm",
		"Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
		Post("Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", JPT, "bkpsdm"),
		(
			secretariat("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"),
			Branch(
				"kompetensi",
				"",
				Post(
					"Kepala Bidang Pengembangan Kompetensi dan Kinerja Aparatur", ADMINISTRATOR, "kabid_asn"
				),
				(
					functional("Analis Sumber Daya Manusia Aparatur", "Ahli Muda", "asn"),
					functional("Analis Sumber Daya Manusia Aparatur", "Ahli Pertama", "asn", 3, 1),
					functional("Pranata Sumber Daya Manusia Aparatur", "Terampil", "asn", 2),
					executor("Pengolah Data dan Informasi"),
				),
			),
		),
	),
	Office(
		"bappeda",
		"Badan Perencanaan Pembangunan Daerah",
		Post("Kepala Badan Perencanaan Pembangunan Daerah", JPT, "bappeda"),
		(
			secretariat("Badan Perencanaan Pembangunan Daerah"),
			Branch(
				"rencana",
				"",
				Post("Kepala Bidang Perencanaan dan Evaluasi Pembangunan", ADMINISTRATOR, "kabid_rencana"),
				(
					functional("Perencana", "Ahli Muda", "perencana", 2),
					functional("Perencana", "Ahli Pertama", "perencana", 4, 1),
					functional("Pranata Komputer", "Ahli Pertama", "komputer"),
				),
			),
		),
	),
	Office(
		"pupr",
		"Dinas Pekerjaan Umum dan Penataan Ruang",
		Post("Kepala Dinas Pekerjaan Umum dan Penataan Ruang", JPT, "pupr"),
		(
			secretariat("Dinas Pekerjaan Umum dan Penataan Ruang"),
			Branch(
				"jalan",
				"",
				Post("Kepala Bidang Bina Marga", ADMINISTRATOR, "kabid_jalan"),
				(
					functional("Penata Kelola Jalan dan Jembatan", "Ahli Muda", "jalan", 2),
					functional("Penata Kelola Jalan dan Jembatan", "Ahli Pertama", "jalan", 4, 1),
					executor("Operator Layanan Operasional", 3, 2, "jalan"),
				),
			),
		),
	),
	district("utara", "Contoh Utara", (village("sukamaju", "Sukamaju"), village("tirtasari", "Tirtasari"))),
	district(
		"selatan", "Contoh Selatan", (village("mekarjaya", "Mekarjaya"), village("bukitindah", "Bukit Indah"))
	),
)


def units() -> dict[str, str | None]:
	"""Unit -> the unit above it (None: directly below the agency), parents first."""
	found: dict[str, str | None] = {SECRETARIAT: None}
	for office in OFFICES:
		found.setdefault(office.unit, None)
		for branch in office.branches:
			if branch.unit:
				found[branch.unit] = office.unit
	return found


def seats() -> tuple[Seat, ...]:
	"""All places of the agency, superiors first."""
	found = [
		Seat("walikota", MAYOR, SECRETARIAT, None, 0),
		Seat("sekda", SECRETARY, SECRETARIAT, "walikota", 1),
	]
	for office in OFFICES:
		found.append(Seat(office.key, office.head, office.unit, "sekda", 2))
		for branch in office.branches:
			key, unit = f"{office.key}.{branch.key}", branch.unit or office.unit
			found.append(Seat(key, branch.head, unit, office.key, 3))
			staff = [
				(post, number >= post.count - post.contracted)
				for post in branch.staff
				for number in range(post.count)
			]
			found += [
				Seat(f"{key}.{number}", post, unit, key, 4, contracted)
				for number, (post, contracted) in enumerate(staff, 1)
			]
	return tuple(found)
