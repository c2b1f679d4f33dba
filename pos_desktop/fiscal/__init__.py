"""Fiscalisation: one module per operator or registrar, the worker that drives them, and the
country packs.

May import operations, receipts, ports and domain. To add an operator: a module with a class of
ports.FiscalOperator, one line in OPERATORS (operators.py), its settings; the contract suite in
tests/contract runs
on it. To add a country: resources/countries/<cc>.toml.
"""
