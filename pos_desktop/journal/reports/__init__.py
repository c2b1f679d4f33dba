"""Reads for the reports of a register: spans of its entries by time, and what the projections and
cursors say about the same receipts. No tables of its own; writes nothing.
"""
