"""What `warehouse publish` writes: a DuckDB file for each kind of reader, and open files."""
