"""Credit points (angka kredit) of PNS in functional positions: rules, ledger, conversion of final results."""
