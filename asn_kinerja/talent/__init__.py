"""The talent map of an agency (peta talenta, PermenPAN-RB 3/2020): everybody in one of nine boxes.

`placing`: the job that places everybody. `publishing`: telling people. `reference`: the career reference."""

MAP, PLACEMENT, RULE = "ASN Talent Map", "ASN Talent Placement", "ASN Talent Rule"
DRAFT, PUBLISHED = "Draft", "Published"
