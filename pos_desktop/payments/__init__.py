"""Money that moves through a bank's QR codes (the faster payments system, SBP): one module a bank,
one worker that makes codes, asks whether they are paid and gives money back.

A bank more is a module with the shape of `bank.QrBank`, a line in `banks.BANKS`, its fields in the
settings (app/sbp.py checks them) and the shared suite of tests/contract/test_sbp_*.py. May
import operations, ports, domain.
"""
