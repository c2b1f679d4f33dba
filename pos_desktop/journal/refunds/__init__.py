"""Refunds in the journal: what came back of every sale, refunds that wait for the terminal, and
registered documents by what their QR code says. `journal/refund_book.py` reads them."""
