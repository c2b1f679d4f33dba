"""Shifts beside their sales: how each was closed and counted, and every move of the drawer.

May import what journal may. The sums of a shift are folded from its facts (domain.shift_report);
the tables say where those facts are and what a list shows. A new kind of move is a sign in
domain.shift_report and nothing here.
"""
