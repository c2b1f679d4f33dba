"""What devices said against the books, until a person has seen to it. Only such an answer writes
here; `book.py` reads."""
