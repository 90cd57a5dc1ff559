"""Servers for tests: one that misbehaves on demand, and real ones, all on this machine."""
