"""`python -m pipelines` is `commonground`."""

from pipelines.cli import main

main()
