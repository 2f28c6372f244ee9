"""What the commands print: tables and pages for a terminal. Figures are read here, never computed anew."""
