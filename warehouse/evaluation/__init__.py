"""Measures of matching against a truth: pure counts, slices, files from outside, reports."""
