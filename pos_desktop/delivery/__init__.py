"""Electronic copies of receipts: by e-mail (SMTP) and by Telegram, behind the sale, queued while
there is no network.

A channel is one module with the shape of ports.LetterChannel, built in app/copies.py from its
settings; the worker is the only thread. May import operations, receipts, ports, domain, i18n.
"""
