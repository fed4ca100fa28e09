"""Dev figures of the teacher at 25, 50, 75 and 100% of the annotated releases: whether more annotation pays.

python -m training.curve --gold ../shared/gold --gazetteers ../shared/gazetteers
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from training.data import load_annotated
from training.names import NameSwapper
from training.tagger import encoder_of, large_folder
from training.train import TEACHERS, reporter, teach

SHARES = (0.25, 0.5, 0.75, 1.0)


def main() -> None:
    """Print one line a share; fewer releases are seen a little more often."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--gazetteers", type=Path, required=True)
    parser.add_argument("--share", type=float, action="append")
    given = parser.parse_args()
    train, dev = load_annotated(given.gold / "train"), load_annotated(given.gold / "dev")
    random.Random(1).shuffle(train)
    for share in given.share or SHARES:
        part = train[: round(share * len(train))]
        settings = TEACHERS[0]._replace(epochs=round(TEACHERS[0].epochs / share**0.25))
        model = teach(settings, part, [], NameSwapper(part, given.gazetteers))
        print(f"{share:.0%} {len(part)} releases: {reporter(dev, encoder_of(large_folder()))(model)}", flush=True)


if __name__ == "__main__":
    main()
