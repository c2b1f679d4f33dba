"""Reports as files and on paper: PDF, XLSX, CSV and a short page for the receipt printer.

`words` says the values of domain.reports in a language, `sheet` is what every file gets: tables
with a heading. Each writer returns bytes; who asks for them writes the file. To add a kind of file:
a module here and its lines in gui/screens/reports_files.py and reports_head.py.
"""
