"""Replication of the journal to the cloud, and pairing with it.

May import ports, domain and contract; httpx and zstandard are imported by the first exchange, not
before. `engine` decides (pure: no clock, no socket), `packing` makes the bytes, `transport` carries
them, `worker` is the thread. To handle one more answer of the server, add its code to the contract,
a case to `transport.answer_of` and a rule with a test to `engine`.
"""
