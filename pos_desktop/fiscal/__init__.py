"""Fiscalisation: one module per operator or registrar, the worker that drives them, and the
country packs.

May import operations, receipts, ports and domain. To add an operator: a module with a class of
ports.FiscalOperator, one line in OPERATORS (operators.py), its settings; the contract suite in
tests/contract/test_fiscal_operator.py runs on it. To add a reason a person should know: reasons.py
and its words in the messages of each language. To add a country: resources/countries/<cc>.toml.
"""
