"""A release: the files, the codebook, the provenance, and the folder that appears whole or not at all.

Figures are not computed here: they come from the tables of the layer `publish`.
"""
