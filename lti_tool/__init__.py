"""Hoitomalli: an LTI 1.3 tool for keeping a vocational college's partnerships."""
