"""What is forgotten is gone, byte by byte, or still there whole; and it does not come back."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from presstab.batch import forget as forget_module
from presstab.batch import workers
from presstab.batch.extract import extract_into
from presstab.batch.forget import forget_person, forget_release
from presstab.batch.options import Options
from presstab.batch.remains import files_with, name_pattern
from presstab.check.tables import check_store
from presstab.cli import forget as cli
from presstab.cli.app import open_finished
from presstab.corpus.records import read_records
from presstab.errors import InputError, StoreError
from presstab.export.tables import to_frames, update_tables
from presstab.names.hidden import Hidden, codes_of
from presstab.store.store import Store
from typer.testing import CliRunner

from tests import poison

PERSON = "per_erika-mustermann"
NAMED = {
    "erika-mustermann-joins": "Acme Corp. named Erika Mustermann chief executive officer. Mustermann said that John Roe"
    " agrees. Contact: emustermann@acme.example, ByErika MustermannToday.",
    "german": "Die Acme GmbH eröffnet ein Werk in der Stadt und stellt viele Leute ein, sagte Erika Mustermann. " * 2,
    "address": "Bolt Corp. sells boats. See www.erikamustermann.example or https://x.example/in/emustermann now.",
    "crash": "CRASH of ERIKA  MUSTERMANN",
    "other": "Cove Inc. sells cod.",
}


def _records(prefix: str = "") -> Any:
    rows = [
        {"id": prefix + key, "text": text, "title": f"{key} of Erika Mustermann", "source": "erika.mustermann@wire"}
        for key, text in NAMED.items()
    ]
    rows[-1] |= {"title": "Cod", "source": "wire"}
    return read_records(rows)


def _readable() -> Any:
    """Yield those that a process survives: the name in another writing would be another person's."""
    return (release for release in _records() if release.doc_id != "crash")


def _found(folder: Path) -> list[Path]:
    return files_with(folder, name_pattern(["Erika Mustermann"]))


def test_a_name_is_nowhere_after_forget_and_does_not_return(
    tmp_path: Path, nlp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "work", poison.work)
    with Store(tmp_path) as store:
        extract_into(store, _records(), Options())
        update_tables(store, tmp_path)
        assert {"documents.csv", "people.csv"} <= {path.name for path in _found(tmp_path)}
        done = forget_person(store, PERSON, Options())
        assert done.number == 4
        update_tables(store, tmp_path)
        assert _found(tmp_path) == []
        again = extract_into(store, _records(), Options())
        later = extract_into(store, _records("later-"), Options())
        update_tables(store, tmp_path)
        assert check_store(store.reader) == []
        texts = dict(store.reader.releases.texts())
        people = set(to_frames(store.reader)["people"]["name"])
    assert (again.n_new, again.n_changed, later.n_new) == (0, 0, 5)
    assert people == {"John Roe"}
    assert _found(tmp_path) == []
    assert all(word not in text for text in texts.values() for word in ("Erika", "Mustermann", "MUSTERMANN"))
    assert not any("emustermann" in text for text in texts.values())


def test_forgetting_again_says_that_it_is_done_and_a_stranger_is_an_error(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path) as store:
        extract_into(store, _readable(), nlp=nlp)
        forget_person(store, PERSON, Options())
        assert forget_person(store, PERSON, Options()).pattern is None
        forget_release(store, "other")
        assert forget_release(store, "other").pattern is None
        for forget, unknown in ((forget_release, "nobody"), (forget_person, "per_nobody")):
            with pytest.raises(InputError, match="no such"):
                forget(store, unknown, *([Options()] if forget is forget_person else []))


def test_forget_that_is_cut_off_has_not_happened_and_can_be_repeated(
    tmp_path: Path, nlp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path) as store:
        extract_into(store, _readable(), nlp=nlp)
        update_tables(store, tmp_path)
        for name in ("extract_again", "sweep", "settle"):
            with monkeypatch.context() as cut:
                cut.setattr(forget_module, name, _interrupt)
                with pytest.raises(KeyboardInterrupt):
                    forget_person(store, PERSON, Options())
            assert PERSON in set(to_frames(store.reader)["people"]["person_id"])
            assert len(store.reader.releases.states()) == len(NAMED) - 1
        forget_person(store, PERSON, Options())  # and no update_tables: cut off behind the swap
    with open_finished(tmp_path):
        pass
    assert _found(tmp_path) == []


def _interrupt(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_a_lost_process_forgets_nothing_and_loses_no_release(
    tmp_path: Path, nlp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path) as store:
        extract_into(store, _readable(), nlp=nlp)
        monkeypatch.setattr(workers, "work", _crash)
        with pytest.raises(StoreError, match="nothing is forgotten"):
            forget_person(store, PERSON, Options())
        assert PERSON in set(to_frames(store.reader)["people"]["person_id"])
        assert list(to_frames(store.reader)["documents"]["status"]).count("ok") == 3


def _crash(release: Any) -> Any:
    import os

    os.abort()


def test_the_command_fails_while_a_file_still_holds_the_name(
    tmp_path: Path, nlp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "errors", cli.console)
    with Store(tmp_path) as store:
        extract_into(store, _readable(), nlp=nlp)
        update_tables(store, tmp_path)
    with zipfile.ZipFile(tmp_path / "tables.xlsx", "w", zipfile.ZIP_DEFLATED) as workbook:
        workbook.writestr("sheet.xml", "<t>Erika  Mustermann</t>" * 100)
    arguments = ["forget", "--person", PERSON, "--out", str(tmp_path)]
    done = CliRunner().invoke(cli.app, arguments, standalone_mode=False)
    assert done.return_value == 1, done.output
    assert [path.name for path in _found(tmp_path)] == ["tables.xlsx"]


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        (
            "Jane Doe",
            "by Jane Doe or JANE-DOE or jane.doe@acme.example",
            "by ████████ or ████████ or ████████@acme.example",
        ),
        ("Jane Doe", "ByJane DoeToday jdoe@x.example x@jdoe", "By████████Today ████@x.example x@████"),
        ("Jane Doe", "Ninja needoes janedoeville", "Ninja needoes janedoeville"),
        ("Jane Doe", "see www.janedoe.example #janedoe", "see www.███████.example #███████"),
        ("Jane Q. Doe", "Jane Doe or Doe, Jane and Jane Q. Doe", "████████ or █████████ and ███████████"),
        ("Li Na", "Carolina and Li Na of Wali Nation, LiNa", "Carolina and █████ of Wali Nation, ████"),
        ("José Muñoz", "Jose Munoz is JOSÉ MUÑOZ or xjosemunozx", "██████████ is ██████████ or x█████████x"),
        ("Jürgen Groß", "juergen gross is Jürgen Gross", "juergen gross is ████████████"),
        ("Madonna", "Madonna, Madonna sang", "Madonna, Madonna sang"),
    ],
)
def test_names_are_known_by_digests_alone(name: str, text: str, shown: str) -> None:
    codes = codes_of([name])
    assert not any(word.lower() in code for code in codes for word in name.split() if len(word) > 2)
    assert Hidden.of(codes).black_out(text) == shown


def test_ids_that_differ_stay_apart_when_a_name_is_blacked_out() -> None:
    hidden = Hidden.of(codes_of(["Jane Doe"]))
    ids = [hidden.black_id(doc_id) for doc_id in ("jane-doe", "jane_doe", "acme")]
    assert len(set(ids)) == 3
    assert ids[2] == "acme"
    assert ids[0].startswith("████████-")
