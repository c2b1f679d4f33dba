"""Whole screens of the register: sign-in, sale, payment, journal, equipment, first run, the demo's
world.

Each is a widget fed by plain values or snapshots and telling by signals what a person wants;
window.py shows one at a time. May import what gui may. To add a screen: a module named after it,
one line in gui/pages.py, an entry of gui/menus.py and its way in tests/gui/screens.py.
"""
