"""From a sale, shift or report to a printable document: lines, pairs, codes, cuts.

Knows no printer and no Qt; may import domain, ports, i18n and settings. The same document becomes
ESC/POS bytes (hardware/printers), a picture (picture.py) or a PDF (pdf.py). To add a document, add
a module that builds one.
"""
