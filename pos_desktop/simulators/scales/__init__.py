"""Scales that speak their makers' protocols, each written from the protocol text alone and never
from the product's own drivers. One `Plate` holds what lies on the scale, whatever it speaks; a
module for each protocol turns it into bytes; `on_wire.DeviceOnWire` gives it a cable and faults.
May import what `simulators` may. To add one: a module named after the protocol with a class of
`feed` and `idle`, one line in `table.SCALES`, and the vectors of the manual as tests.
"""
