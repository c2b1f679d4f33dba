"""The shop's own nouns: money, quantity, tax, sale, tender, shift, rights, fiscal states, journal
facts.

Pure: no input or output, no clock, no randomness; ids and times are passed in. May import nothing
of the project but itself. To add a noun, add a module named after it and property tests in
tests/unit.
"""
