"""Decides. Pure functions on values: no file, no clock, no environment."""
