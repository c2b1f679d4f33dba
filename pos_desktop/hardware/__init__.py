"""Devices of the register: receipt and label printers, drawers, scales, barcode scanners, customer
displays, card terminals.

A driver is a codec (pure: bytes in, frames out), a transport (bytes over one kind of wire) and a
loop (one thread that owns the transport). May import receipts, ports, settings and domain; never
gui, journal, fiscal, payments, sync or simulators. A new model is a file in hardware_profiles/; a
new protocol is a module in its package and one line in that package's table; a new kind of device
is also a Slot in ports/equipment.py and a Look in gui/equipment_words.py.
"""
