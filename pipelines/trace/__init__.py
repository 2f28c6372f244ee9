"""A trace: how one published figure came to be, read back from the tables that it went through.

Nothing is computed here but what the tables leave out: what each part brings to a score, and each place to an
indicator, by the functions of `measure`. Each module traces one kind of column.
"""
