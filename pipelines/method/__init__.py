"""The method: what is measured, how it is weighed, which places are designated; declared in YAML.

Here belong the files (`england.yaml` and others), their model, and everything that can be said of a file
without any data. Not here: how a measure is computed (`measure/`) or when (`stages/`).
"""

from __future__ import annotations
