"""Receipt printers: document to bytes, status bytes to conditions, and the thread that prints.

May import receipts, ports and hardware. A new model is a profile; a new command language is a
module here that implements receipts.document.ReceiptEncoder.
"""
