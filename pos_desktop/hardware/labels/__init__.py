"""Label printers: a placed label -> bytes of a printer language, pure. May import what hardware/
may; to add a language: a module with an encoder and a line in languages.LABEL_LANGUAGES.
"""
