"""The underlying indicators of the two indices of deprivation: how large each is, and how it goes with need.

Only the figures that shape the columns belong here.
"""

from __future__ import annotations

import numpy as np

# name: (typical value, spread, slope on need, slope on centrality, decimals); positive kinds are log-normal.
_RATE = "_rate_per_1_000_at_risk_population"
_Spec = dict[str, tuple[float | None, float, float, float, int]]
_SHARED: _Spec = {
    "adult_skills_and_english_language_proficiency_indicator": (0.22, 0.25, 0.30, 0.0, 3),
    "entry_to_higher_education_indicator": (0.88, 0.03, 0.03, 0.0, 3),
    "acute_morbidity_indicator": (103, 0.15, 0.15, 0.0, 3),
    "comparative_illness_and_disability_ratio_indicator": (105, 0.2, 0.3, 0.0, 3),
    "years_of_potential_life_lost_indicator": (57, 0.15, 0.15, 0.0, 3),
    "owner_occupation_affordability_component_of_housing_affordability_indicator": (0.55, 0.15, 0.05, 0.0, 3),
    "private_rental_affordability_component_of_housing_affordability_indicator": (0.33, 0.3, 0.05, 0.0, 3),
}
_IMD_2025: _Spec = {
    "mental_health_indicator": (None, 0.5, 0.5, 0.0, 3),
    "violence_with_injury" + _RATE: (5.3, 0.4, 0.35, 0.6, 1),
    "violence_without_injury" + _RATE: (7.4, 0.4, 0.35, 0.6, 1),
    "stalking_and_harassment" + _RATE: (6.3, 0.35, 0.35, 0.3, 1),
    "burglary_rate_per_1_000_at_risk_properties": (9.3, 0.4, 0.15, 0.4, 1),
    "theft" + _RATE: (10, 0.4, 0.2, 0.9, 1),
    "criminal_damage" + _RATE: (5.3, 0.4, 0.35, 0.5, 1),
    "public_order_and_possession_of_weapons" + _RATE: (4.9, 0.45, 0.3, 0.8, 1),
    "anti_social_behaviour" + _RATE: (8.9, 0.5, 0.35, 0.8, 1),
    "connectivity_score": (58, 0.12, 0.02, 0.55, 3),
    "housing_affordability_indicator": (None, 0.8, 0.2, 0.0, 3),
    "digital_connectivity_broadband_download_and_upload_speeds": (None, 0.7, 0.1, -0.9, 3),
    "core_homelessness_rate_percent_of_households": (0.93, 0.1, 0.05, 0.0, 3),
    "patient_to_gp_ratio": (1950, 0.3, 0.05, 0.0, 3),
    "homelessness_indicator_rate_per_1_000_households": (2.9, 0.1, 0.05, 0.0, 3),
    "household_overcrowding_indicator_rooms": (0.04, 0.4, 0.4, 0.3, 3),
    "household_overcrowding_indicator_bedrooms": (0.028, 0.4, 0.4, 0.3, 3),
}
_IMD_2019: _Spec = {
    "staying_on_in_education_post_16_indicator": (0.18, 0.25, 0.25, 0.0, 3),
    "mood_and_anxiety_disorders_indicator": (None, 0.5, 0.5, 0.0, 3),
    "road_distance_to_a_post_office_indicator_km": (0.95, 0.4, -0.1, -1.2, 3),
    "road_distance_to_a_primary_school_indicator_km": (0.73, 0.35, -0.1, -0.9, 3),
    "road_distance_to_general_store_or_supermarket_indicator_km": (0.5, 0.5, -0.1, -1.4, 3),
    "road_distance_to_a_gp_surgery_indicator_km": (0.97, 0.45, -0.1, -1.4, 3),
    "household_overcrowding_indicator": (0.053, 0.4, 0.4, 0.3, 3),
    "homelessness_indicator_rate_per_1000_households": (1.8, 0.1, 0.05, 0.0, 3),
    "housing_affordability_indicator": (None, 1.5, 0.3, 0.0, 3),
    "housing_in_poor_condition_indicator": (0.17, 0.25, 0.1, 0.0, 3),
    "houses_without_central_heating_indicator": (0.022, 0.3, 0.2, 0.0, 3),
    "road_traffic_accidents_indicator": (0.6, 0.35, 0.0, 0.2, 3),
    "nitrogen_dioxide_component_of_air_quality_indicator": (0.41, 0.1, 0.03, 0.4, 2),
    "benzene_component_of_air_quality_indicator": (0.09, 0.1, 0.03, 0.4, 2),
    "sulphur_dioxide_component_of_air_quality_indicator": (0.03, 0.1, 0.03, 0.2, 2),
    "particulates_component_of_air_quality_indicator": (0.39, 0.05, 0.02, 0.1, 2),
    "air_quality_indicator": (0.92, 0.08, 0.03, 0.3, 2),
}
_SPECS = {2019: {**_SHARED, **_IMD_2019}, 2025: {**_SHARED, **_IMD_2025}}
_LIMITS = {"connectivity_score": (3, 99), "entry_to_higher_education_indicator": (0.3, 0.995)}
NUMERATORS = {
    "income_domain_numerator": ("Income", 1.0),
    "income_deprivation_affecting_children_index_idaci_numerator": ("Income", 0.12),
    "income_deprivation_affecting_older_people_index_idaopi_numerator": ("Income", 0.19),
    "employment_domain_numerator": ("Employment", 0.6),
}


def values(
    rng: np.random.Generator, year: int, need: np.ndarray, centrality: np.ndarray
) -> dict[str, np.ndarray]:
    """Indicators of a year by neighbourhood, all but the counts of people."""
    out = {}
    for name, (typical, spread, on_need, on_centre, digits) in _SPECS[year].items():
        z = spread * rng.normal(size=len(need)) + on_need * need + on_centre * (centrality - 0.5)
        value = z if typical is None else typical * np.exp(z)
        if name in _LIMITS:
            value = np.clip(value, *_LIMITS[name])
        out[name] = np.round(value, digits)
    return out


def suppressed(count: np.ndarray) -> np.ndarray:
    """Counts of people rounded to five, missing below ten: what the publisher does not disclose."""
    rounded = np.round(count / 5) * 5.0
    return np.where(rounded < 10, np.nan, rounded)
