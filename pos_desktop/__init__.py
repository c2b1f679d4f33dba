"""pos_desktop: an offline-first cash register.

Packages, from the outside in: __main__ and app/demo compose; gui, journal, hardware, fiscal, payments, sync,
simulators and cloud are strangers to each other; operations are what a person does; receipts turn facts into
printable documents; ports are what operations ask of the outside; domain is pure. README.md has the map.
"""

__version__ = "0.1.0"
