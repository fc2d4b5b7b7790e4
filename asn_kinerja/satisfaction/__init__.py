"""Public satisfaction (survei kepuasan masyarakat, PermenPAN-RB 14/2017).

A survey belongs to a service unit. Citizens answer it on a public page behind a link that nobody can guess
(`page`, `limits`, `answers`) and that hangs at the counter as a QR code (`poster`). From the answers come
index and grade (`results`), and what they say about employees (`of_employees`)."""

from asn_kinerja.satisfaction.of_employees import Facts, facts

__all__ = ["Facts", "facts"]
