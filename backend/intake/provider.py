"""Fetching mails that Resend has announced: the original where it offers one, else its parts put together again.

The addresses it gives for downloads are followed as `core.outbound` allows: https, public, bounded.
"""

import asyncio
from typing import Any, Final

import aiohttp
import resend
from resend.exceptions import ResendError

from backend import mails
from backend.core import outbound
from backend.core.breaker import Breaker
from backend.core.settings import settings
from backend.intake.errors import ProviderAway

_GONE: Final = ("404", "410", "422")
_PIECE: Final = 256 * 1024
_SECONDS: Final = 25.0  # below the time after which a delivery is rung again

_breaker = Breaker("Resend", timeout=_SECONDS)


class MailTooLarge(ValueError):
    """More bytes than are worked."""


class NotThere(LookupError):
    """The provider does not know this mail, or no longer."""


async def fetch(provider_id: str) -> bytes:
    """A received mail as MIME. Raises `NotThere`, `MailTooLarge`, and `Unavailable` while the provider does not answer."""
    if not settings().resend_api_key:
        raise ProviderAway("A mail waits at the provider, but RESEND_API_KEY is not set.")
    try:
        return await _breaker.call(lambda: _fetch(provider_id), expected=(NotThere, MailTooLarge))
    except TimeoutError as error:
        raise ProviderAway("Resend took too long.") from error


async def _fetch(provider_id: str) -> bytes:
    told = await asyncio.to_thread(_ask, resend.Emails.Receiving.get, provider_id)
    original = told.get("raw") or {}
    async with outbound.client() as client:
        if original.get("download_url"):
            return await _download(client, original["download_url"], settings().intake_max_bytes)
        return await _put_together(client, provider_id, told)


async def _put_together(client: aiohttp.ClientSession, provider_id: str, told: dict[str, Any]) -> bytes:
    """A mail from the provider's account of it. Its own headers and what mail servers said of it come along."""
    listed = await asyncio.to_thread(_ask, resend.Emails.Receiving.Attachments.list, provider_id)
    left = settings().intake_max_bytes
    files = []
    for each in (listed.get("data") or [])[: mails.FILES_MAX]:
        data = await _download(client, each["download_url"], left)
        left -= len(data)
        files.append((each.get("filename") or "", each.get("content_type") or "", data))
    headers = {"From": str(told.get("from") or ""), "Subject": str(told.get("subject") or "")}
    own = {name.lower(): str(value) for name, value in (told.get("headers") or {}).items()}
    headers |= {name: own[name.lower()] for name in ("Date", "Authentication-Results") if name.lower() in own}
    return mails.made_of(headers, files, text=str(told.get("text") or ""), html=str(told.get("html") or ""))


def _ask(call: Any, provider_id: str) -> dict[str, Any]:
    """One call of the provider's own client, which keeps its address and key in its module."""
    resend.api_key, resend.api_url = settings().resend_api_key, settings().resend_api_url
    try:
        return dict(call(provider_id))
    except ResendError as error:
        if str(error.code) in _GONE:
            raise NotThere(str(error)) from error
        raise ProviderAway(f"Resend did not answer: {error}") from error


async def _download(client: aiohttp.ClientSession, address: str, limit: int) -> bytes:
    try:
        outbound.check_url(address)
        async with client.get(address, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ProviderAway(f"A download answered {answer.status}.")
            return await _bounded(answer, limit)
    except outbound.NotAllowed as error:
        raise NotThere(f"nothing is fetched from there: {error}") from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise ProviderAway(f"A download could not be reached ({type(error).__name__}).") from error


async def _bounded(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    data = bytearray()
    async for piece in answer.content.iter_chunked(_PIECE):
        data += piece
        if len(data) > limit:
            raise MailTooLarge
    return bytes(data)
