"""The catalogue of sources: what each data set is, where its files are, and how they are kept."""
