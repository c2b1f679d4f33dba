"""Qt models and plain values that screens show: lines of a sale, people at sign-in.

May import what gui may. To add one: a module named after what it holds; no widget here.
"""
