"""What follows from the facts of the stock: documents, movements by product, bases of figures, and
the tables of drafts and labels beside them. May import journal.schema, queries and projected; the
classes that write stand in journal/stock_book.py and journal/label_queue.py, above the writer.
"""
