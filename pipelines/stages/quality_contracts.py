"""The contracts of the layer `quality`, in YAML: those that are the same for every method.

Which steps make the tables is in `quality_steps`, which adds how many rows follow from the method. How many
agreements and edges there are is not stated: it depends on the placebos that a method can have, and on which
islands and borders there are.
"""

from __future__ import annotations

AGREEMENT = """
description: >-
  How far each part of the index, and each placebo, goes with deprivation, density, outcomes, the placebos,
  and our list of neighbourhoods left behind.
grain: one row a pair of an index and what it is held against
key: [index, against]
columns:
  index: {type: string, meaning: Part of the index or placebo}
  level: {type: string, meaning: What it is, values: [total, domain, subdomain, placebo]}
  against: {type: string, meaning: What it is held against}
  measure:
    type: string
    meaning: >-
      Spearman's correlation of need; or Jaccard's index of the lists of those in the worst tenth of it and of
      deprivation
    values: [spearman, jaccard]
  value: {type: float, min: -1.0000001, max: 1.0000001, meaning: The figure}
  given:
    type: float
    min: -1.0000001
    max: 1.0000001
    meaning: The correlation once deprivation and density are held constant
"""

INDICATORS = """
description: What each indicator rests on; how much was observed, how much ties, what lies between districts.
grain: one row an indicator
key: [indicator]
columns:
  indicator: {type: string, meaning: Id of the indicator}
  share: {type: float, min: 0, max: 1, meaning: Share of the total as weights multiply through}
  observed: {type: float, min: 0, max: 1, meaning: Share of neighbourhoods where it was observed}
  district: {type: float, min: 0, max: 1, meaning: Share of neighbourhoods with the figure of a larger area}
  imputed: {type: float, min: 0, max: 1, meaning: Share whose gap is filled by the rule of the method}
  missing: {type: float, min: 0, max: 1, meaning: Share of neighbourhoods without a figure}
  zeros: {type: float, min: 0, max: 1, meaning: Share of neighbourhoods with 0}
  ties: {type: float, min: 0, max: 1, meaning: Share of neighbourhoods whose figure another one has too}
  flat_districts:
    type: int
    min: 0
    meaning: Districts of more than one neighbourhood whose figures are all the same
  between_districts:
    type: float
    min: 0
    max: 1.0000001
    meaning: Share of the variance of ranks that lies between districts
"""

CORRELATION = """
description: Rank correlations of need between all parts of the index, as they are scored.
grain: one row a pair of parts
key: [one, other]
columns:
  one: {type: string, meaning: "A part of the index: indicator, sub-domain, domain or total"}
  other: {type: string, meaning: "Another, or itself"}
  spearman: {type: float, min: -1.0000001, max: 1.0000001, meaning: Spearman's rank correlation of their need}
"""

COMPONENTS = """
description: Eigenvalues of the correlation matrix of each sub-domain's indicators, as they are weighed.
grain: one row a component
key: [subdomain, component]
empty: true
columns:
  subdomain: {type: string, meaning: Id of the sub-domain}
  component: {type: int, min: 1, meaning: "Number of the component, the largest first"}
  eigenvalue: {type: float, min: 0, meaning: Its eigenvalue}
  explained: {type: float, min: 0, max: 1.0000001, meaning: Share of the variance that it explains}
"""

LOADINGS = """
description: What each indicator has to do with the components of its sub-domain, before and after varimax.
grain: one row an indicator and component of its sub-domain
key: [subdomain, indicator, component]
empty: true
columns:
  subdomain: {type: string, meaning: Id of the sub-domain}
  indicator: {type: string, meaning: Id of the indicator}
  component: {type: int, min: 1, meaning: "Number of the component, the largest first"}
  loading: {type: float, min: -1.0000001, max: 1.0000001, meaning: Its correlation with the component}
  rotated:
    type: float
    min: -1.0000001
    max: 1.0000001
    meaning: The same after varimax of the components that count; empty for the others
"""

WEIGHTS = """
description: What other ways of weighing would give, and what leaving each indicator out would do.
grain: one row an indicator of a sub-domain that has at least three
key: [subdomain, indicator]
empty: true
columns:
  subdomain: {type: string, meaning: Id of the sub-domain}
  indicator: {type: string, meaning: Id of the indicator}
  weight: {type: float, min: 0, meaning: Weight in use; those of one sub-domain sum to 100}
  alpha: {type: float, meaning: Cronbach's alpha of the sub-domain}
  loading:
    {type: float, min: -1.0000001, max: 1.0000001, meaning: Correlation with the first principal component}
  component_weight: {type: float, min: 0, meaning: "Weight by principal components, of 100"}
  factor_weight: {type: float, min: 0, meaning: "Weight by one common factor, of 100"}
  note: {type: string, meaning: Why no common factor fits where none does}
  alpha_without: {type: float, meaning: Cronbach's alpha of the others}
  item_total: {type: float, min: -1.0000001, max: 1.0000001, meaning: Correlation with the sum of the others}
  agreement_without:
    type: float
    min: -1.0000001
    max: 1.0000001
    meaning: Spearman's correlation of the sub-domain with and without it
  rank_shift_without:
    {type: float, min: 0, unit: ranks, meaning: Mean change of rank in the sub-domain without it}
"""

EDGES = """
description: >-
  Islands, and neighbourhoods near places in Wales or Scotland: median ranks, beside the median of
  neighbourhoods of the same rural-urban classes in England.
grain: one row an island or border and part of the index
key: [area, part]
empty: true
columns:
  area: {type: string, meaning: Island or border}
  part: {type: string, meaning: "Part of the index: a domain, or the total"}
  neighbourhoods: {type: int, min: 1, meaning: Neighbourhoods}
  residents: {type: int, min: 0, meaning: Residents at mid-2024}
  places_beyond:
    {type: int, min: 0, meaning: "Places across the border that are near; empty for islands"}
  median_rank: {type: float, min: 1, meaning: "Median rank, 1 = most need"}
  expected_rank: {type: float, min: 1, meaning: Mean over them of the median rank of their rural-urban class}
"""
