"""`presstab.toml` and the flags over it: what is out of range is an error that names file or flag, key and range."""

from __future__ import annotations

from pathlib import Path

import pytest
from presstab.cli import run
from presstab.errors import InputError
from presstab.settings import Settings, load_settings


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("workers = 0", "workers must be from 1 to 1,000, not 0"),
        ("workers = -1", "workers must be from 1 to 1,000, not -1"),
        ("workers = 1001", "workers must be from 1 to 1,000"),
        ("workers = true", "workers must be int, not True"),
        ("workers = 1.5", "workers must be int, not 1.5"),
        ("timeout = -5", "timeout must be from 0.1 to 86,400, not -5"),
        ("timeout = nan", "timeout must be from 0.1 to 86,400"),
        ("timeout = inf", "timeout must be from 0.1 to 86,400"),
        ('timeout = "5"', "timeout must be int or float"),
        ("memory = 100", "memory must be from 500 to 1,000,000"),
        ('model = ""', "model must not be empty"),
        ('out = " "', "out must not be empty"),
        ("lexicon = 3", "lexicon must be str"),
        ("colour = 3", "unknown key 'colour'; known are model"),
        ("[workers]\nn = 1", "workers must be int"),
        ("workers = ", "Invalid value"),
    ],
)
def test_a_value_out_of_range_is_named_with_its_file(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "presstab.toml"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        load_settings(path)
    assert str(error.value).startswith(str(path))
    assert said in str(error.value)


def test_what_is_in_range_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "presstab.toml"
    path.write_text('workers = 2\ntimeout = 5\nlexicon = ""\nmodel = "presstab"\n', encoding="utf-8")
    assert load_settings(path) == Settings(workers=2, timeout=5)
    assert load_settings(tmp_path / "none.toml") == Settings()


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--workers", "0"], "--workers must be from 1 to 1,000, not 0"),
        (["--timeout-per-release", "nan"], "--timeout-per-release must be from 0.1 to 86,400"),
        (["--timeout-per-release=-5"], "--timeout-per-release must be from"),
        (["--memory-per-worker", "3"], "--memory-per-worker must be from 500"),
        (["--model", ""], "--model must not be empty"),
        (["--out", ""], "--out must not be empty"),
        (["--commit-every", "0"], "commit-every"),
    ],
)
def test_a_flag_out_of_range_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path, flags: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Acme Corp. grew.")
    monkeypatch.setattr("sys.argv", ["presstab", "extract", "a.txt", *flags])
    assert run() == 2
    assert said in capfd.readouterr().err
