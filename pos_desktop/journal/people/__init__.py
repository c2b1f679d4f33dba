"""PINs that were set anew outside the register, and who was told of it. Only such a reset writes
here; `book.py` reads."""
