"""Where the bytes of a source are, and the bytes: from the cache, then a mirror, then the address.

Nothing is handed out that has not the size and the SHA-256 that the source file pins. How a file
comes over a network is `fetch`'s matter; what the bytes mean is the readers'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from pipelines.catalogue.integrity import HEAD, digest, digest_file, what_is_wrong
from pipelines.catalogue.mirror import Mirror
from pipelines.catalogue.progress import Progress
from pipelines.catalogue.settings import Settings
from pipelines.catalogue.source import Source, SourceFile
from pipelines.errors import CommonGroundError, Fault, Faults

Where = Literal["cache", "mirror", "network", "missing"]


class Store:
    """The files of all sources, by content.

    `cache` is a folder that the store fills, `mirror` a folder that it only reads, `network` whether
    addresses may be asked.
    """

    def __init__(
        self, cache: Path, mirror: Path | None = None, network: bool = True, settings: Settings | None = None
    ) -> None:
        self.cache = cache
        self.mirror = Mirror(mirror) if mirror is not None else None
        self.network = network
        self.settings = settings or Settings()

    def path(self, file: SourceFile) -> Path:
        """Where the cache keeps this file, or would."""
        return self.cache / file.sha256[:2] / file.sha256

    def where(self, file: SourceFile) -> Where:
        """Where a file would be read from. A cached file of another size counts as not there."""
        if self._cached(file):
            return "cache"
        if self.mirror is not None and self.mirror.holds(file.sha256):
            return "mirror"
        return "network" if self.network else "missing"

    def read(self, source_id: str, file: SourceFile) -> bytes:
        """The file as published, verified. Downloads it where it is nowhere else and a network is allowed.

        Raises CommonGroundError (Faults) naming the source, the file, what was expected and what was found.
        """
        where = self.where(file)
        if where == "network":
            self._download([(source_id, file)], None)
            where = "cache"
        if where == "missing":
            raise Faults([self.missing(source_id, file)])
        content = self.path(file).read_bytes() if where == "cache" else self._unpack(source_id, file)
        wrong = what_is_wrong(file, len(content), digest(content), content[:HEAD])
        if wrong:
            raise Faults([self.broken(source_id, file, where, wrong)])
        return content

    def contents(self, source: Source) -> Iterator[tuple[str, bytes]]:
        """(name, content) of each file of a source, one by one, as readers take them."""
        for file in source.files:
            yield file.name, self.read(source.id, file)

    def fetch(
        self, sources: Iterable[Source], progress: Progress | None = None
    ) -> list[tuple[str, SourceFile]]:
        """Download what is neither in the cache nor in the mirror; returns what was downloaded.

        A cached file whose content is wrong is taken away and fetched again. Raises Faults with all that
        could not be had, after everything else has come.
        """
        wanted: list[tuple[str, SourceFile]] = []
        missing: list[Fault] = []
        for source in sources:
            for file in source.files:
                if self._cached(file) and digest_file(self.path(file)) != file.sha256:
                    self.path(file).unlink()
                match self.where(file):
                    case "network":
                        wanted.append((source.id, file))
                    case "missing":
                        missing.append(self.missing(source.id, file))
        if missing:
            raise Faults(missing, title=f"{len(missing):,} files are not here" if len(missing) > 1 else "")
        self._download(wanted, progress)
        return wanted

    def missing(self, source_id: str, file: SourceFile) -> Fault:
        """Why a file cannot be had without a network, and what to do."""
        said = "not in the cache, there is no mirror, and the network is not to be used"
        if self.mirror is not None:
            said = f"neither in the cache nor in the mirror {self.mirror.folder}"
            said += ", and the network is not to be used"
            row = self.mirror.by_name.get((source_id, file.name))
            if row is not None and row.sha256 != file.sha256:
                said += f" (the mirror has another version: sha256 {row.sha256} instead of {file.sha256})"
            elif row is not None:
                said += f" (the mirror lists it, but {row.stored} is not there)"
        return Fault(
            said, f"{source_id}, {file.name}", "Name a whole mirror with --mirror, or allow the network."
        )

    def broken(self, source_id: str, file: SourceFile, where: str, wrong: str) -> Fault:
        """What is wrong with a copy that is here, and what to do."""
        if where == "cache":
            return Fault(
                f"the cached copy cannot be used, {wrong}.",
                f"{source_id}, {file.name}",
                f"Run `commonground sources fetch {source_id}`, which replaces it.",
            )
        return Fault(
            f"the mirror's copy cannot be used, {wrong}.",
            f"{source_id}, {file.name}",
            f"Copy it into {self.mirror.folder if self.mirror else 'the mirror'} again.",
        )

    def _cached(self, file: SourceFile) -> bool:
        try:
            return self.path(file).stat().st_size == file.bytes
        except OSError:
            return False

    def _unpack(self, source_id: str, file: SourceFile) -> bytes:
        assert self.mirror is not None
        try:
            return self.mirror.unpack(self.mirror.by_sha256[file.sha256])
        except (OSError, CommonGroundError) as error:
            advice = f"Copy it into {self.mirror.folder} again."
            raise Faults([Fault(str(error), f"{source_id}, {file.name}", advice)]) from None

    def _download(self, wanted: list[tuple[str, SourceFile]], progress: Progress | None) -> None:
        if wanted:
            from pipelines.catalogue.fetch import download
            from pipelines.catalogue.transfer import Job

            jobs = [Job(source_id, file, self.path(file)) for source_id, file in wanted]
            download(jobs, self.cache / "parts", self.settings, progress)
