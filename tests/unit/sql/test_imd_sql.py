"""The index of 2019 crosses to the neighbourhoods of 2021 and is ranked again; that of 2025 stays."""

from __future__ import annotations

import pytest

DOMAINS = ("imd", "income", "employment", "education", "health", "crime", "barriers", "environment")
PARTS = (
    "children_young_people",
    "adult_skills",
    "geographical_barriers",
    "wider_barriers",
    "indoors",
    "outdoors",
)
NEW = [f"E0103000{n}" for n in range(1, 6)]
A, B, C, D = (f"E0100000{n}" for n in range(1, 5))


def published(names: tuple[str, ...], ranks: dict[str, int], total: int) -> list[dict]:
    return [
        {
            "lsoa21cd": code,
            **{f"{n}_score": float(total - rank) for n in names},
            **{f"{n}_rank": rank for n in names},
            **{f"{n}_decile": -(-10 * rank // total) for n in names},
        }
        for code, rank in ranks.items()
    ]


def deprivation(
    select, links: list[tuple[str, str, float]], old: dict[str, tuple[float, int]], **changes: object
):
    """`links`: 2011, 2021, weight; `old`: score and rank of each neighbourhood of 2011."""
    codes = sorted({new for _, new, _ in links})
    ranks = {code: place for place, code in enumerate(codes, 1)}
    now = published(DOMAINS, ranks, len(codes))
    now[0] |= changes
    rows = select(
        "core.imd",
        {
            "core.lsoa": [{"lsoa21cd": code} for code in codes],
            "core.lsoa_2011": [{"lsoa11cd": o, "lsoa21cd": n, "rate_weight": w} for o, n, w in links],
            "raw.imd_2025": now,
            "raw.imd_2025_subdomains": published(PARTS, ranks, len(codes)),
            "raw.imd_2019_scores": [
                {"lsoa11cd": code, **{f"{n}_score": score for n in DOMAINS}}
                for code, (score, _) in old.items()
            ],
            "raw.imd_2019": [
                {"lsoa11cd": code, **{f"{n}_rank": rank for n in DOMAINS}} for code, (_, rank) in old.items()
            ],
            "raw.imd_2015": [
                {"lsoa11cd": code, "imd_score": score, "imd_rank": rank}
                for code, (score, rank) in old.items()
            ],
        },
    )
    return {row["lsoa21cd"]: row for row in rows}


def test_split_shares_and_merged_means_are_ranked_again(select) -> None:
    # A (50) is split in two, B (40) and C (20) are merged half and half, D (30) stays
    links = [(A, NEW[0], 1.0), (A, NEW[1], 1.0), (B, NEW[2], 0.5), (C, NEW[2], 0.5), (D, NEW[3], 1.0)]
    rows = deprivation(select, links, {A: (50.0, 1), B: (40.0, 2), C: (20.0, 4), D: (30.0, 3)})
    assert {c: r["imd2019_score"] for c, r in rows.items()} == dict(zip(NEW, (50, 50, 30, 30), strict=False))
    # the parts of A tie; D (rank 3) and the merged pair (mean rank 3) tie as well
    assert {c: r["imd2019_rank"] for c, r in rows.items()} == dict(zip(NEW, (1, 1, 3, 3), strict=False))
    assert rows[NEW[2]]["imd2019_rank_2011"] == 3.0
    assert rows[NEW[0]]["imd2019_rank_2011"] == 1.0
    assert rows[NEW[3]]["imd2019_income_rank"] == 3
    assert rows[NEW[3]]["imd2015_rank"] == 3


def test_published_ranks_part_scores_that_print_alike(select) -> None:
    links = [(A, NEW[0], 1.0), (B, NEW[1], 1.0), (C, NEW[2], 1.0)]
    rows = deprivation(select, links, {A: (21.345, 3), B: (21.345, 2), C: (60.0, 1)})
    assert [rows[code]["imd2019_rank"] for code in NEW[:3]] == [3, 2, 1]


def test_deciles_are_cut_as_the_publisher_cuts_them(select) -> None:
    """Of 25 ranks, decile 1 ends at floor(2.5) = 2, decile 2 at 5, decile 3 at floor(7.5) = 7."""
    codes = [f"E0100{n:04d}" for n in range(1, 26)]
    links = [(code, code, 1.0) for code in codes]
    rows = deprivation(select, links, {code: (100.0 - n, n) for n, code in enumerate(codes, 1)})
    assert [rows[code]["imd2019_decile"] for code in codes[:8]] == [1, 1, 2, 2, 2, 3, 3, 4]
    assert rows[codes[24]]["imd2019_decile"] == 10


def test_the_index_of_2025_stays_as_published(select) -> None:
    rows = deprivation(select, [(A, NEW[0], 1.0), (B, NEW[1], 1.0)], {A: (1.0, 2), B: (2.0, 1)})
    row = rows[NEW[0]]
    assert (row["imd2025_rank"], row["imd2025_score"], row["imd2025_barriers_rank"]) == (1, 1.0, 1)
    assert row["imd2025_outdoors_rank"] == 1


def test_a_decile_that_is_not_its_rank_s_fails(select) -> None:
    with pytest.raises(AssertionError, match="Deciles of 2025 are cut"):
        deprivation(select, [(A, NEW[0], 1.0), (B, NEW[1], 1.0)], {A: (1.0, 2), B: (2.0, 1)}, imd_decile=9)


def test_a_neighbourhood_without_an_index_fails(select) -> None:
    with pytest.raises(AssertionError, match="imd2019_score is null"):
        deprivation(select, [(A, NEW[0], 1.0), (B, NEW[1], 1.0)], {A: (1.0, 1)})
