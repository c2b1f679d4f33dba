"""The outside world on loopback: printers that draw their paper and labels, scales of many makers,
scanners, customer displays, card terminals, banks of QR codes, a messenger, a bad network, a fiscal
operator; each speaks the real wire protocol and is written from the published protocol text alone,
so that the product's own drivers are checked against something they were not copied from. Demo,
training mode, tests and `pos-desktop simulate` use them. May import `domain`, `ports`, `settings`,
`i18n`, the standard library, Pillow, segno and python-barcode; never Qt, never `hardware`, `fiscal`
or `sync`. On Windows there are no pseudo-terminals: simulators are reached by TCP there.
To add one more: a pure codec module named after its protocol (bytes in, bytes out, faults set by
name), put on a line by `on_wire.DeviceOnWire`, the vectors of the manual as tests, and one line in
`alone.devices`.
"""
