"""The application: its groups of commands, its consoles, the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from presstab.cli.terminal import Terminal
from presstab.errors import InputError
from presstab.settings import Settings, checked, load_settings

if TYPE_CHECKING:
    from presstab.store.reader import Reader

_PIPED_WIDTH = 140  # characters of a line that goes to a file or another program
DONE, FOUND, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

_BOTH = {"help_option_names": ["-h", "--help"]}


def _group(about: str, **more: Any) -> typer.Typer:
    return typer.Typer(no_args_is_help=True, rich_markup_mode=None, context_settings=_BOTH, help=about, **more)


app = _group("Press releases to tables: organisations, people, technologies, dates, offices, quotations, relations.",
             pretty_exceptions_enable=False)  # fmt: skip
gold_app = _group("Gold of your own.")
app.add_typer(gold_app, name="gold")
lexicon_app = _group("The technology lexicon.")
app.add_typer(lexicon_app, name="lexicon")
console = Terminal()
if not console.is_terminal:
    console = Terminal(width=_PIPED_WIDTH)
errors = Terminal(stderr=True)


def of_settings(key: str, *names: str, about: str, **more: Any) -> Any:
    """Return an option that `presstab.toml` has a say in, shown with what holds where neither is given."""
    return typer.Option(*names, help=about, show_default=str(getattr(Settings(), key)) or False, **more)


Out = Annotated[
    str | None, of_settings("out", about="Folder of the tables and the store, or where cluster runs wrote.")
]
Lexicon = Annotated[Path | None, typer.Option(help="Technologies of your own (CSV), which win over the packaged ones.")]
Registry = Annotated[Path | None, typer.Option(help="Organisations of your own (CSV): names to find, tie or ignore.")]
Corrections = Annotated[
    list[Path] | None,
    typer.Option(help="Decisions of people (CSV), laid over the tables; may be given again."),
]
Wait = Annotated[bool, typer.Option(help="Wait for another process that writes the same output.")]
Workers = Annotated[int | None, of_settings("workers", about="Processes that share the releases.")]
Model = Annotated[
    str | None,
    of_settings("model", about="Recogniser: presstab, a folder of one, or an installed spaCy pipeline with a `ner`."),
]


def place_of(out: str | None) -> str:
    """Return the output that a flag names, else the one that the settings do."""
    return str(chosen(out, "--out", "out", load_settings()))


def open_tables(out: str | None, *within: Path) -> Reader:
    """Return the tables of an output, read only: the dataset of cluster runs, or the store's last finished run.

    `within` are the folders that files are to be written to.

    Raises:
        StoreError: there is neither.
    """
    from presstab.store.dataset import Dataset, is_dataset
    from presstab.store.location import Location

    place = place_of(out)
    location = Location.parse(place)
    return Dataset(location).reader if is_dataset(location) else open_finished(Path(place), *within)


def open_finished(out: Path, *within: Path) -> Reader:
    """Return the last finished run of the store below a folder, what a killed process left undone done first.

    Raises:
        StoreError: there is no store, or none of its runs has finished.
    """
    from presstab.export.tables import settle
    from presstab.store import finished

    settle(out)
    return finished.open_finished(out, within)


def chosen(given: Any, flag: str, key: str, settings: Settings) -> Any:
    """Return what a flag gives, held to the range of its setting, else what the settings say.

    Raises:
        InputError: the flag gives nothing, or what is out of range.
    """
    return getattr(settings, key) if given is None else checked(flag, key, given)


class Sources(NamedTuple):
    """What names are found by: the recogniser, and the lexicon and registry of the user's own."""

    model: str
    lexicon: str | None
    registry: str | None


def sources_of(model: str | None, lexicon: Path | None, registry: Path | None) -> Sources:
    """Return the sources that flags name, else those that the settings do."""
    settings = load_settings()
    return Sources(
        str(chosen(model, "--model", "model", settings)),
        str(lexicon or settings.lexicon) or None,
        str(registry or settings.registry) or None,
    )


def corrections_of(given: list[Path] | None, out: str | None) -> tuple[str, ...]:
    """Return the files of decisions that flags name, else those of the settings, else `corrections.csv` if it is here.

    Raises:
        InputError: one lies among the tables, which the next run writes anew.
    """
    from presstab.corrections.files import FILE

    settings = load_settings()
    here = (FILE,) if Path(FILE).is_file() else ()
    names = tuple(map(str, given or ())) or settings.corrections or here
    for name in names:
        if "://" not in place_of(out) and Path(name).absolute().parent == Path(place_of(out)).absolute():
            raise InputError(f"{name}: every run writes that folder anew: keep decisions elsewhere, and take over a"
                             f" filled table with `presstab correct --from {name}`")  # fmt: skip
    return names


def run_number(given: str) -> int:
    """Return the number of a run, given as `run_000012` or `12`.

    Raises:
        InputError: it is no run.
    """
    digits = given.removeprefix("run_")
    if not digits.isdecimal():
        raise InputError(f"{given}: neither a run nor a folder of tables")
    return int(digits)
