"""The monthly allowance (TPP, tukin): rules, sheets of an agency, calculation, export, salaries."""
