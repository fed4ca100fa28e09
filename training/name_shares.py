"""Builds the packaged list of how common names of people are, from the United States' census of 1990 (public domain).

python -m training.name_shares ../shared/gazetteers pipeline/presstab/resources/name_shares.csv
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HEAD = """\
# How common names are: part (given or family), name, and the share of people who bear it. What is not listed is rarer.
# Source census: United States 1990 (public domain). Source estimate: names that are common elsewhere and that the
# census hardly counts, with a share that a reader of business news meets; estimates by hand.
"""
LEAST_GIVEN, LEAST_FAMILY = 0.00015, 0.00004
# Family and given names of East and South Asia and the Arab world that many share.
ESTIMATES = {
    ("family", 0.01): (
        "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo kim lee park choi "
        "jung jeong kang cho yoon jang lim han shin seo kwon nguyen tran pham le hoang singh kumar sharma "
        "patel gupta shah khan ali ahmed hassan hussein mohamed mohammed ibrahim"
    ),
    ("family", 0.002): (
        "zheng liang xie tang feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei lu "
        "su ren fan shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long "
        "wan duan qian chan wong cheung ng lam chow tsang leung ho yip chu lau mok fung chiu tsai hsu huynh "
        "phan vu vo dang bui do ngo duong sato suzuki takahashi tanaka watanabe ito yamamoto nakamura "
        "kobayashi kato yoshida yamada sasaki yamaguchi matsumoto inoue kimura hayashi shimizu yamazaki mori "
        "abe ikeda hashimoto ishikawa ogawa okada hasegawa goto verma mehta reddy rao jain agarwal aggarwal "
        "iyer nair menon desai joshi mishra das roy ghosh banerjee mukherjee chatterjee bose chopra kapoor "
        "malhotra bhatia sethi arora khanna pillai krishnan raman rahman islam hossain chowdhury abdullah "
        "omar osman saleh youssef mahmoud mansour khalil haddad al"
    ),
    ("given", 0.004): (
        "wei jing min li yan jun lei hui xin yu ying ming hong jian ping xiao yong bin feng bo chao tao hao "
        "jie ji ji-hoon min-jun rahul amit rajesh sanjay anil sunil vijay suresh ramesh rakesh ravi ajay "
        "manoj deepak ashok arun vikram nitin sandeep priya neha pooja mohammed mohamed muhammad mohammad "
        "ahmed ahmad ali hassan omar khalid abdullah ibrahim yusuf fatima aisha nguyen minh anh hiroshi "
        "takashi kenji akira"
    ),
}


def _census(*paths: Path) -> dict[str, float]:
    """Return the share of each name; of several lists (men, women) the mean."""
    shares: dict[str, float] = defaultdict(float)
    for path in paths:
        for line in path.read_text(encoding="ascii").splitlines():
            name, percent, *_ = line.split()
            shares[name.lower()] += float(percent) / 100 / len(paths)
    return shares


def _rows(folder: Path) -> Iterator[tuple[str, str, float, str]]:
    given = _census(folder / "dist.female.first", folder / "dist.male.first")
    family = _census(folder / "dist.all.last")
    best: dict[tuple[str, str], tuple[float, str]] = {}
    for part, shares, least in (("given", given, LEAST_GIVEN), ("family", family, LEAST_FAMILY)):
        best |= {(part, name): (round(share, 6), "census") for name, share in shares.items() if share >= least}
    for (part, share), names in ESTIMATES.items():
        for name in names.split():
            if share > best.get((part, name), (0.0, ""))[0]:
                best[part, name] = (share, "estimate")
    for (part, name), (share, source) in sorted(best.items()):
        yield part, name, share, source


def main() -> None:
    """Write the list."""
    folder, target = Path(sys.argv[1]), Path(sys.argv[2])
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(HEAD)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["part", "name", "share", "source"])
        writer.writerows(_rows(folder))


if __name__ == "__main__":
    main()
