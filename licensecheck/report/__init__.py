"""Turns a Report into documents. Nothing here decides, reads a file or prints."""
