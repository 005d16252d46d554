"""Text with positions: files are read, and YAML becomes nodes that know where they stand."""
