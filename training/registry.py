"""Builds the packaged registry of organisations from the SEC's list of tickers (public domain).

python -m training.registry ../shared/gazetteers/sec_company_tickers.csv pipeline/presstab/resources/organisations.csv
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from presstab.resources import packaged

HEAD = """\
# Companies listed in the United States: name as filed, CIK, listings as MIC:ticker (ISO 10383), country where known.
# Listings are of shares: those of preferred shares, notes, warrants, rights and units are no identifiers of a company.
# From the SEC's company_tickers_exchange.json (public domain), as edgartools 5.62.1 carries it; see NOTICE.
"""


# WFC-PD, ACME-WT, ACME-UN, ACME-RI: a preferred share; a warrant, a unit, a right
_PREFERRED, _BESIDE = re.compile(r"-P[A-Z]?$"), re.compile(r"-(?:WT[A-Z]?|UN?|RI?)$")
# Nasdaq and OTC: the fifth letter of what is issued beside the share that has the first four
_FIFTH = re.compile(r"[GHILMNOPRTUVWZ]$")
_FIVE = frozenset(["XNAS", "OTCM"])
_FEW = 2  # notes of other letters, by which a filer has notes alone if its first ticker does not abbreviate its name
_STATE = re.compile(r"\s*[/\\]\s*[A-Z]{2,4}\s*[/\\]?\s*$")  # BANK OF AMERICA CORP /DE/


def shares(name: str, listings: Sequence[str]) -> list[str]:
    """Return the listings of a filer (MIC:ticker, its main one first) that are ordinary shares.

    >>> shares("ACME BANK CORP", ["XNYS:ACB", "XNYS:ACB-PD", "XNYS:ACBN"])
    ['XNYS:ACB']
    >>> shares("GAMMA BANK PLC", ["XCBO:QXQX", "XNYS:DJP", "XCBO:TAPR", "XCBO:VXX"])
    []
    """
    bases = {listing.rpartition("-")[0] for listing in listings if "-" in listing}
    plain = [listing for listing in listings if not _PREFERRED.search(listing)]
    plain = [listing for listing in plain if not _BESIDE.search(listing)] or plain
    own = [o for number, o in enumerate(plain) if number == 0 or o in bases or not _is_beside(o, plain)]
    ticker = own[0].partition(":")[2] if own else ""
    unlike = [o for o in plain if o not in own and not o.partition(":")[2].startswith(ticker[:2])]
    return own if len(unlike) < _FEW or _abbreviates(ticker, name) else []


def _is_beside(listing: str, others: Sequence[str]) -> bool:
    """Return whether a listing is of a note or the like, issued beside the share that comes first."""
    exchange, _, ticker = listing.partition(":")
    if exchange in _FIVE:
        has_share = any(other.endswith(f":{ticker[:-1]}") for other in others)
        return has_share and len(ticker) == len("ABCDP") and _FIFTH.search(ticker) is not None
    return "-" not in ticker and others[0].partition(":")[0] not in _FIVE


def _abbreviates(ticker: str, name: str) -> bool:
    """Return whether the letters of a ticker stand in its name in this order."""
    letters = iter(name.upper())
    return all(letter in letters for letter in ticker.partition("-")[0])


def main() -> None:
    """Read the list, join the listings of a filer, write one row each in order of CIK."""
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    codes = packaged().exchanges
    filers: dict[str, tuple[str, list[str]]] = {}
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name, listings = filers.setdefault(row["cik"], (_STATE.sub("", row["name"]).strip(), []))
            exchange = codes.get(row["exchange"].casefold())
            if exchange and row["ticker"]:
                listings.append(f"{exchange}:{row['ticker']}")
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "cik", "listings", "country"])
        for cik, (name, listings) in sorted(filers.items()):
            writer.writerow([name, cik, "|".join(shares(name, listings)), ""])


if __name__ == "__main__":
    main()
