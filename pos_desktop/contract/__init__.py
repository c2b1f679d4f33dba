"""The wire format between a register and the cloud: msgspec structs, paths, codes and limits.

Shared by sync/ and cloud/, it imports nothing else of the project and does no I/O. To add a
message, write one struct with its units in a module of its noun, and a path in `wire`; a field is
only ever added, with a default, so that old registers and new servers understand each other. A
change of meaning is a new version in the path.
"""
