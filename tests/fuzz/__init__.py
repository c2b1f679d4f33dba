"""Fuzzed input for everything that reads bytes from a device: `python -m tests.fuzz codecs`."""
