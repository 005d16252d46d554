"""Reads the files that deploy.yaml points at as evidence; judges nothing."""
