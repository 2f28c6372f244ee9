"""The steps of a build: tables that are not one SELECT, and the graph that all tables form together.

A stage gets its inputs from the warehouse and calls pure functions of `measure`; it imports no Dagster.
"""
