"""Payments by QR code in the journal: which entry tells of a request to the bank. Only such a
payment or its refund writes here; `book.py` reads."""
