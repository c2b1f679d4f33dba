"""Panels over the screens for what is a decision: weight, quantity, discount, parked receipts,
setting up a device, more.

Each is the content of a widgets.modal.Modal. May import what gui may. To add one: a widget with
signals for its outcomes, and its way in tests/gui/screens.py.
"""
