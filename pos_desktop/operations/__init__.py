"""What a person can do at the register, one verb a module: sell, pay, park, reprint, settle ...

Each is a plain function over a Workplace (what the register is and what it works with); rights are
checked here, not in buttons. May import receipts, ports, domain, i18n. To add an action: a module
named by its verb, a right in domain/rights.py where it needs one, a fact in domain/facts/ where
something new happened.
"""
