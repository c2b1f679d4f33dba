"""Reports of one register as pure sums over the facts of its journal: one pass feeds them all.

`SalesTally` and `ShiftTally` take facts one by one; `tables` makes tables of what they found,
without words, so that screen, paper and files say the same numbers. Sums are minor units,
quantities thousandths; a refund counts against the hour, day, cashier and rate it was made under.
To add a report: sums in a tally, a table in `tables`, words in reports.toml.
"""
