"""Readers: one module a format, bytes in and a table out.

Each has `read(files, columns, options)`: `files` gives (name, content) pairs one by one, the result is a
`pyarrow.Table` of exactly the declared columns in the declared types, values as published. What cannot be
read is raised as `Faults`, all at once, each naming file, line or row, column, value and what to do.
Nothing is cleaned, joined or fetched here.
"""
