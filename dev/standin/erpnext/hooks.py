"""Stands in for ERPNext so that the app can be developed where ERPNext can't be had."""

app_name = "erpnext"
app_title = "ERPNext (stand-in)"
app_publisher = "asn_kinerja"
app_description = "The ERPNext masters that asn_kinerja links to"
app_email = "dev@example.com"
app_license = "MIT"

after_install = "erpnext.setup.install.after_install"
