"""Mail to releases: the message, or the one that it forwards: attached, inline, or quoted."""

from __future__ import annotations

import contextlib
import datetime as dt
import email
import email.policy
import re
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage, MIMEPart
from typing import NamedTuple

from presstab.corpus.decode import clean, decode
from presstab.corpus.names import suffix_of
from presstab.corpus.pages import Found, plain_text
from presstab.corpus.release import parse_day
from presstab.errors import InputError
from presstab.text import collapse

_MAX_DEPTH = 4  # a mail that forwards one that forwards one
_MOST_OF_OWN = 600  # characters that stand before what is forwarded: `FYI`, a greeting, a signature
# boundary=----=_Part_1: `=` stands in quotation marks, says RFC 2045, and many forget it
_BOUNDARY = re.compile(rb"(?i)(\bboundary=)([^\s\";]+)")
_FORWARDED = re.compile(r"(?i)\s*(?:fwd?|wg|tr|rv|i|vb|vs|enc)\s*:\s*")  # Fwd: FW: WG: TR:
# What mail programs of other languages call the lines that they copy of a head
_NAMES = {
    "from": "from|von|de|da|van|från|fra", "sent": "sent|gesendet|envoyé|inviato|enviado(?:\\s+el)?|verzonden|skickat|sendt",
    "date": "date|datum|data|fecha|dato", "to": "to|an|à|a|para|aan|till|til", "cc": "cc|kopie|copie|kopia",
    "subject": "subject|betreff|objet|oggetto|asunto|assunto|onderwerp|ämne|emne", "reply-to": "reply-to",
}  # fmt: skip
_ANY_NAME = "|".join(f"(?P<{name.replace('-', '_')}>{forms})" for name, forms in _NAMES.items())
# On 14 May 2024, Acme Press wrote:; From: Acme Press, before Sent: or Date:; -----Original Message-----; ---------- Forwarded message ---------; Begin forwarded message:
_MARK = re.compile(
    r"(?im)^[> \t]*(?:-{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|oorspronkelijk|doorgestuurd)\s+(?:message|mail|nachricht|bericht)\b[^\n]*"
    r"|-{2,}\s*(?:message|mensaje|messaggio|mensagem)\s+(?:d['’]origine|transféré|original\w*|reenviado|inoltrato|encaminhada)\b[^\n]*"
    r"|begin\s+forwarded\s+message\s*:|_{10,}|on\s[^\n]{10,150}\swrote:)[ \t]*\r?$"
    rf"|^(?=[> \t*]*(?:{_NAMES['from']})\s?:[^\n]*\n+[> \t*]*(?:{_NAMES['sent']}|{_NAMES['date']})\s?:)"
)
# From: Acme Press <press@acme.example>: what a mail program copies of the head of the forwarded one
_FIELD = re.compile(rf"[> \t*]*(?:{_ANY_NAME})\s?:\**[ \t]*(?P<value>[^\n]*)", re.IGNORECASE)
_QUOTED = re.compile(r"(?m)^[ \t]*>[ \t]?")
_LEAST_FIELDS = 2


class _Mail(NamedTuple):
    """A message: its text, and what its head says."""

    text: str
    subject: str
    sender: str
    day: dt.date | None


def read_mail(data: bytes, readers: Mapping[str, Callable[[bytes], Found]]) -> Found:
    """Return the text of a mail, or of the release that it forwards, with subject, sender and day of that.

    `readers` read what is attached, by extension.

    Raises:
        InputError: it is no mail, or has no text.
    """
    quoted = _BOUNDARY.sub(rb'\1"\2"', data)
    message = email.message_from_bytes(quoted, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise InputError("no mail: it has no header")
    mail = _release_in(message)
    if len(mail.text.strip()) < _MOST_OF_OWN:
        longest = max(_documents(message, readers), key=lambda found: len(found.text), default=None)
        if longest and len(longest.text) > len(mail.text):
            mail = mail._replace(text=longest.text, subject=longest.title or mail.subject)
    if not mail.text.strip():
        raise InputError("mail without a text part")
    days = (("mail", mail.day),) if mail.day else ()
    return Found(clean(mail.text), clean(mail.subject) or None, clean(mail.sender) or None, days)


def _release_in(message: EmailMessage, depth: int = 0) -> _Mail:
    own = _mail(message)
    if depth < _MAX_DEPTH:
        for part in _attached(message):
            inner = _release_in(part, depth + 1)
            if inner.text.strip() and len(own.text.strip()) < _MOST_OF_OWN:
                return inner
    for _ in range(_MAX_DEPTH):
        forwarded = _forwarded(own)
        if forwarded is None:
            break
        own = forwarded
    return own


def _attached(message: EmailMessage) -> list[EmailMessage]:
    """Return the messages that a message carries whole."""
    found = []
    for part in message.walk():
        content = part.get_payload() if part.get_content_type() == "message/rfc822" else ()
        found += [inner for inner in content if isinstance(inner, EmailMessage)]
    return found


def _documents(message: EmailMessage, readers: Mapping[str, Callable[[bytes], Found]]) -> Iterator[Found]:
    """Yield what is attached to a mail as text, page or document."""
    for part in message.iter_attachments():
        suffix, data = suffix_of(part.get_filename() or ""), part.get_payload(decode=True)
        if not isinstance(data, bytes) or (suffix != ".txt" and suffix not in readers):
            continue
        with contextlib.suppress(InputError):
            yield readers[suffix](data) if suffix in readers else Found(decode(data).text)


def _mail(message: EmailMessage) -> _Mail:
    part = message.get_body(("plain", "html"))
    text = _text_of(part) if part is not None else ""
    return _Mail(text, _head(message, "Subject"), _head(message, "From"), _day(_head(message, "Date")))


def _head(message: EmailMessage, name: str) -> str:
    """Return a line of the head; what cannot be decoded of it is no reason to lose the mail."""
    try:
        return collapse(str(message.get(name) or ""))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""


def _text_of(part: MIMEPart) -> str:
    try:
        content = part.get_content()
    except (LookupError, ValueError, AttributeError, KeyError):  # an unknown charset
        payload = part.get_payload(decode=True)
        content = decode(payload).text if isinstance(payload, bytes) else ""
    if not isinstance(content, str):
        return ""
    if "\ufffd" in content and isinstance(payload := part.get_payload(decode=True), bytes):
        content = decode(payload).text  # it is not in the charset that it declares
    is_page = part.get_content_subtype() == "html" and content.strip()
    return plain_text(content) if is_page else content.replace("\r\n", "\n")


def _day(given: str) -> dt.date | None:
    with contextlib.suppress(InputError):
        return parse_day(given)
    return None


def _forwarded(mail: _Mail) -> _Mail | None:
    """Return the mail that another forwards in its text; None where it forwards none."""
    mark = _MARK.search(mail.text)
    if mark is None:
        return None
    fields, end = _fields(mail.text, mark.end())
    before = mail.text[: mark.start()].strip()
    is_forward = not before or _FORWARDED.match(mail.subject) or "forward" in mark[0].lower()
    is_quoted = mark[0].endswith("wrote:") and _is_quoted(mail.text[mark.end() :])
    if not (is_quoted or len(fields) >= _LEAST_FIELDS) or not is_forward or len(before) > _MOST_OF_OWN:
        return None
    text = mail.text[end:]
    if text.lstrip().startswith(">"):
        text = _QUOTED.sub("", text)
    subject = _FORWARDED.sub("", fields.get("subject", "")) or _FORWARDED.sub("", mail.subject)
    day = _day(fields.get("sent") or fields.get("date") or "") or mail.day
    return _Mail(text.lstrip("\n"), subject, fields.get("from") or mail.sender, day)


def _is_quoted(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and sum(line.lstrip().startswith(">") for line in lines) > len(lines) / 2


def _named(field: re.Match[str]) -> str:
    """Return the English name of a line of a head."""
    return next(name for name in _NAMES if field[name.replace("-", "_")])


def _fields(text: str, start: int) -> tuple[dict[str, str], int]:
    """Return the lines of a copied head, by lower-case name, and where the text after them begins."""
    fields: dict[str, str] = {}
    at = start
    for match in re.finditer(r"[^\n]*\n?", text[start : start + 4000]):
        line = match[0]
        field = _FIELD.match(line)
        if field:
            fields.setdefault(_named(field), collapse(field["value"]))
        elif line.strip(" \t\r\n>"):
            break
        at = start + match.end()
    return fields, at
