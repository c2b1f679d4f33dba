"""Promotions: what a shop gives away by rule. Rules are data (rules.py), compiled once
(compiled.py), applied to a basket (apply.py): pure, the same whatever the order of the scans.

A new kind of promotion: its effect in rules.py, how it claims units in claims.py, its keys in
card.py. Units are those of the sale: prices in minor units, quantities in thousandths.
"""
