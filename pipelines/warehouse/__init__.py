"""Parquet tables with contracts: what they hold, how they are checked, what is up to date.

The warehouse knows tables and not what is in them: sources, indicators and scores belong to the stages.
"""
