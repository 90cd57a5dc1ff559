"""Interoperability: every file we export, read back by readers that are none of ours."""
