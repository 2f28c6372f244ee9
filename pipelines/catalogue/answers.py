"""What servers say, and how connections break: judged and put into words.

Pure functions. What is done about it is `transfer`'s matter.
"""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

import requests
import urllib3

from pipelines.catalogue.settings import Settings
from pipelines.catalogue.source import SourceFile

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # HTTP answers after which it is worth asking again


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number or a date. None where there is none to be read."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        when = parsedate_to_datetime(value)
        return max(0.0, (when - now).total_seconds())
    except (ValueError, TypeError):
        return None


def never_connected(error: Exception) -> bool:
    """Whether no connection was made at all, rather than one that broke off."""
    reason = error.args[0] if error.args else None
    gave_up = isinstance(reason, urllib3.exceptions.MaxRetryError)
    return isinstance(error, requests.ConnectTimeout) or (
        isinstance(error, requests.ConnectionError) and gave_up
    )


def plainly(error: Exception, settings: Settings) -> str:
    """What a broken connection was, in words."""
    text = str(error)
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy refuses the connection"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not accepted"
    if "NameResolution" in text or "getaddrinfo" in text:
        return "its name cannot be resolved (is there a network?)"
    if isinstance(error, requests.ConnectTimeout):
        return f"no answer within {settings.connect_timeout:g} s"
    if isinstance(error, requests.Timeout | urllib3.exceptions.ReadTimeoutError) or "timed out" in text:
        return f"it stalled, nothing came for {settings.read_timeout:g} s"
    if "refused" in text:
        return "the connection is refused"
    return "the connection broke off"


def fits(response: requests.Response, have: int, file: SourceFile) -> bool:
    """Whether a partial answer is the part that was asked for, of a file of the pinned size."""
    match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|\*)", response.headers.get("Content-Range", ""))
    if match is None or "Content-Encoding" in response.headers:
        return False
    return have > 0 and int(match[1]) == have and match[3] in ("*", str(file.bytes))
