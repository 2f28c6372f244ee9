"""A neighbourhood among the people and places that a measure knows: what is near, how far, at what weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipelines.stages import measures
from pipelines.trace.built import Built, plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipelines.measure.decay import Decay
    from pipelines.measure.kernel import Kernel
    from pipelines.warehouse.step import Inputs


@dataclass(frozen=True)
class Around:
    """A neighbourhood among all people and places that its measure knows."""

    inputs: Inputs
    lsoa: str

    @cached_property
    def who(self) -> measures.People:
        return measures.people(self.inputs)

    @cached_property
    def what(self) -> measures.Supply:
        return measures.supply(self.inputs, self.who)

    @cached_property
    def own(self) -> NDArray[np.int64]:
        """The numbers of its output areas."""
        import numpy as np

        code = np.flatnonzero(self.who.spine[measures.KEY].to_numpy() == self.lsoa)
        return np.flatnonzero(self.who.area == code[0])

    @property
    def settings(self) -> Mapping[str, Any]:
        return self.inputs.settings

    @cached_property
    def _distances(self) -> tuple[NDArray[np.int64], Decay]:
        return measures.distances(self.who, self.settings)

    @property
    def decay(self) -> Decay:
        return self._distances[1]

    @property
    def rows(self) -> NDArray[np.int64]:
        """The row of the decay that each output area of England has."""
        return self._distances[0]

    @property
    def bandwidths(self) -> list[float]:
        """Bandwidths in metres, of its output areas."""
        return self.decay.bandwidth[self.rows[self.own], 0].tolist()

    @cached_property
    def share(self) -> NDArray[np.float64]:
        """The share of its residents who live in each of its output areas."""
        residents = self.who.residents[self.own]
        return residents / residents.sum()

    @cached_property
    def near(self) -> NDArray[np.int64]:
        """The numbers of the places within the cut-off of any of its output areas."""
        import numpy as np
        from scipy.spatial import cKDTree

        cutoff = float(self.decay.cutoff[self.rows[self.own]].max())
        found = cKDTree(self.what.points).query_ball_point(self.who.points[self.own], cutoff)
        return np.array(sorted({n for some in found for n in some}), dtype=np.int64)

    def metres(self, which: NDArray[np.int64]) -> NDArray[np.float64]:
        """Distances of places from its output areas, (output areas, places)."""
        import numpy as np

        away = self.who.points[self.own][:, None, :] - self.what.points[which][None, :, :]
        return np.hypot(away[..., 0], away[..., 1])

    def weights(self, which: NDArray[np.int64]) -> NDArray[np.float64]:
        """Weights of places for its output areas, (output areas, places), each place a group of its own."""
        import numpy as np

        from pipelines.measure.kernel import Kernel

        if len(which) == 0:
            return np.zeros((len(self.own), 0))
        return Kernel(
            self.who.points[self.own],
            self.what.points[which],
            self.decay,
            classes=self.rows[self.own],
            groups=np.arange(len(which)),
            number_of_groups=len(which),
        ).at_origins()

    def kernel(self, which: NDArray[np.int64]) -> Kernel:
        """Weights between all people and some of the places."""
        from pipelines.measure.kernel import Kernel

        points = self.what.points[which]
        return Kernel(self.who.points, points, self.decay, classes=self.rows)

    def described(self, built: Built, which: NDArray[np.int64]) -> list[tuple[str, str, str]]:
        """Name, kind and source of places; of neighbourhoods whose figure counts, name and figure."""
        ids = list(self.what.ids[which])
        if self.settings.get("supply"):
            names = built.frame("core.lsoa")["lsoa21nm"]
            column = self.settings["supply"]["column"]
            return [
                (names[i], f"{self.what.worth[n]:,.0f} {column}", i) for i, n in zip(ids, which, strict=True)
            ]
        table = built.storage.read("core.places", ["place_id", "kind", "subkind", "name"]).to_pandas()
        found = table[table["place_id"].isin(ids)].set_index("place_id").loc[ids]
        return [
            (plain(r.name_) or "(no name kept)", str(plain(r.subkind) or r.kind).replace("_", " "), str(i))
            for i, r in zip(ids, found.rename(columns={"name": "name_"}).itertuples(), strict=True)
        ]
