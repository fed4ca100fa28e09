"""What a run was made of: the digests of code, model, rules, lexicon, registry and options."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from presstab.components.ner import OWN, digest_of_registered, is_own_kind
from presstab.errors import InputError
from presstab.recogniser.model import PACKAGED
from presstab.resources import Resources, load_resources
from presstab.resources.files import CATEGORIES, LEXICON, REGISTRY, packaged_names
from presstab.text import digest

PACKAGE = Path(__file__).parent
CORRECTIONS = "corrections"  # the input that people's decisions are; they are laid over what is made of the others
LEXICONS = (LEXICON, CATEGORIES)
_SECTION = "== "  # before the name of each file that an input is joined of
_LIBRARIES = ("spacy", "onnxruntime", "nameparser", "numpy")


def run_inputs(
    model: str,
    options: Mapping[str, object],
    lexicon: str | None = None,
    registry: str | None = None,
    resources: str | None = None,
) -> dict[str, tuple[str, str]]:
    """Return each kind of input with its digest and its content.

    `lexicon` and `registry` are files of the user's own, `resources` is a folder whose files stand in for packaged
    ones.

    Raises:
        InputError: the model is not installed, or there is no such file or folder.
    """
    used = load_resources(resources)
    rules = [name for name in packaged_names() if name not in (*LEXICONS, REGISTRY)]
    contents = {
        "code": _code(),
        "model": _model(model),
        "rules": _joined(used, rules),
        "lexicon": _joined(used, LEXICONS, lexicon),
        "registry": _joined(used, [REGISTRY], registry),
        "options": json.dumps(options, sort_keys=True, default=str),
    }
    return {name: (digest(content), content) for name, content in contents.items()}


def inputs_digest(inputs: Mapping[str, str]) -> str:
    """Return one digest of the digests of all inputs."""
    return digest("\n".join(f"{name} {sha256}" for name, sha256 in sorted(inputs.items())))


def of_rows(inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the inputs of a run that releases are extracted with."""
    return {name: sha256 for name, sha256 in inputs.items() if name != CORRECTIONS}


@cache
def _code() -> str:
    """Return the digest of every module, with the versions of the libraries that decide results."""
    modules = [
        f"{path.relative_to(PACKAGE).as_posix()} {digest(path.read_text('utf-8'))}"
        for path in sorted(PACKAGE.rglob("*.py"))
    ]
    return "\n".join(modules + [f"{name} {version(name)}" for name in _LIBRARIES])


def _model(model: str) -> str:
    if model == OWN or is_own_kind(model):
        folder = PACKAGED if model == OWN else Path(model)
        # The settings hold the digests of weights and vocabulary, which are checked when they are loaded.
        return (folder / "settings.json").read_text(encoding="utf-8")
    if sha256 := digest_of_registered(model):
        return f"{model} {sha256}"
    try:
        return f"{model} {version(model.replace('_', '-'))}"
    except PackageNotFoundError:
        path = Path(model)
        if not path.is_dir():
            import spacy.util

            if not spacy.util.is_package(model):
                raise InputError(f"--model {model}: no such spaCy pipeline is installed") from None
            path = spacy.util.get_package_path(model)
        return "\n".join(f"{p.name} {p.stat().st_size}" for p in sorted(path.rglob("*")) if p.is_file())


def _joined(resources: Resources, names: Iterable[str], own: str | None = None) -> str:
    """Return files in one, the user's own the last."""
    contents = [(name, resources.text(name)) for name in names]
    if own:
        if not Path(own).is_file():
            raise InputError(f"{own}: no such lexicon or registry")
        contents.append((Path(own).name, Path(own).read_text(encoding="utf-8")))
    return "\n".join(f"{_SECTION}{name}\n{content}" for name, content in contents)


def split_sections(content: str) -> dict[str, str]:
    r"""Return the files that an archived input was joined of, by name.

    >>> split_sections("== a.csv\nname\nx\n== b.yml\ny")
    {'a.csv': 'name\nx', 'b.yml': 'y'}
    """
    parts = ("\n" + content).split(f"\n{_SECTION}")[1:]
    return {name: text for name, _, text in (part.partition("\n") for part in parts)}
