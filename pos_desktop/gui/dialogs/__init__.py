"""Panels over the selling screens for what is a decision: weight, quantity, discount, parked
receipts, more.

Each is the content of a widgets.modal.Modal. May import what gui may. To add one: a widget with
signals for its
outcomes, opened by window.py.
"""
