"""Measurements, `python -m tests.bench`: how far the program is from the limit of the machine.

Nothing here fails for being slow; figures are compared with a limit or peer measured in between,
in the same run, and judged by ratios, medians and counts. To add one: a module with
run(options) -> list[Figure], a line in __main__.BENCHES.
"""
