"""Builds the packaged registry of organisations from the SEC's list of tickers (public domain).

python -m training.registry ../shared/gazetteers/sec_company_tickers.csv pipeline/presstab/resources/organisations.csv
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

from presstab.resources import packaged

HEAD = """\
# Companies listed in the United States: name as filed, CIK, listings as MIC:ticker (ISO 10383), country where known.
# From the SEC's company_tickers_exchange.json (public domain), as edgartools 5.62.1 carries it; see NOTICE.
"""


_STATE = re.compile(r"\s*[/\\]\s*[A-Z]{2,4}\s*[/\\]?\s*$")  # BANK OF AMERICA CORP /DE/


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
            writer.writerow([name, cik, "|".join(listings), ""])


if __name__ == "__main__":
    main()
