"""The outside world on loopback: an ESC/POS printer that draws its paper, a scale, a scanner, a bad
network, a fiscal operator; each speaks the real wire protocol and is written from the published
protocol text alone, so that the product's own drivers are checked against something they were not
copied from. Demo, training mode and tests use them. May import `domain`, `ports`, `settings`, the
standard library, Pillow, segno and python-barcode; never Qt, never `hardware`, `fiscal` or `sync`.
To add one more: a pure codec module named after its protocol (bytes in, bytes out, faults set by
name), a simulator that puts it on a `wire.WireServer`, and the vectors of the manual as tests.
"""
