"""Common Ground: an open measure of the social infrastructure of England's neighbourhoods."""

__version__ = "0.1.0"
