"""Electronic copies of receipts in the journal's file: an operational queue, not a projection,
since where a copy was sent to is nobody's business for years.
"""
