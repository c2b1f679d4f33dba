"""One file per step of the schema, each frozen once released: a step never imports schema.py,
which speaks of the newest tables only. To add one, see migrations/__init__.py.
"""
