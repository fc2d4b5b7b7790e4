"""A made-up agency with a whole performance year, to look at and to try out; see `asn_kinerja.demo.load`."""
