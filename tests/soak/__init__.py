"""Long runs of the real window: `python -m tests.soak`. Each has a small slice in the suite."""
