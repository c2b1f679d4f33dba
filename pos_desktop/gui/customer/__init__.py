"""The customer's screen: a second window with the lines, the total, a code to follow, the change,
and the shop's pictures while nobody buys.

It only draws what the till says; nothing in it can be pressed. May import what gui may.
"""
