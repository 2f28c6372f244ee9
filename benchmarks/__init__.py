"""How fast, how large, and how both grow: one module a question, each with a `main()` that prints a table.

Answers of peers are checked to be equal where they do the same work. No threshold is asserted here.
"""
