"""Who says a run of quoted words: by what stands behind it, before it, or was said of the run before."""

from __future__ import annotations

from presstab.analysis.quotations import words
from presstab.analysis.quotations.runs import Run
from presstab.analysis.quotations.setting import Setting, Voice

_BLANK = 40  # characters of white space between two paragraphs
_REACH = 300  # characters of a sentence in which who speaks is looked for
_BETWEEN = 160  # characters between a verb and who says it
_SIGNATURE = 160  # characters of a line that names whose words stand above it
_FULL_STOP = (".", "!", "?", "…")


def find_voice(setting: Setting, run: Run, before: Run | None, behind: Run | None, last: Voice | None) -> Voice | None:
    """Return who says a run, None where the text gives it to nobody.

    `before` and `behind` are the runs beside it, `last` who says the one before.
    """
    tail, head = _tail(setting, run, behind), _head(setting, run, before)
    is_open = not setting.text[run.start : run.end].endswith(_FULL_STOP)  # its sentence goes on behind the mark
    leads = _leads(setting.text, *head)
    goes_on = before is not None and before.paragraph == run.paragraph and last is not None
    belongs_behind = behind is not None and tail[1] == behind.opens and _leads(setting.text, *tail)
    voice = None
    if not leads and (is_open or not belongs_behind):
        voice = _behind(setting, *tail, last, is_open=is_open or not goes_on)
    voice = voice or _ahead(setting, *head, last)
    if voice is None and leads and not belongs_behind:
        voice = _behind(setting, *tail, last, is_open=is_open)
    if voice is None and goes_on:
        return last
    return voice or _signature(setting, run) or _sentence_before(setting, head)


def _leads(text: str, start: int, end: int) -> bool:
    """Whether the words before a run lead to it: `Jane Doe said: “`; `she added, “`."""
    return text[start:end].rstrip().endswith((":", ","))


def _tail(setting: Setting, run: Run, behind: Run | None) -> tuple[int, int]:
    """Return the rest of the sentence behind a run, in its paragraph and before the next run."""
    end = min(run.paragraph[1], run.closes + _REACH)
    if behind is not None and behind.paragraph == run.paragraph:
        end = min(end, behind.opens)
    stop = words.SENTENCE_END.search(setting.text, min(run.closes + 2, end), end)
    return run.closes, stop.start() + 1 if stop else end


def _head(setting: Setting, run: Run, before: Run | None) -> tuple[int, int]:
    """Return the words before a run, of its sentence; of the sentence before where it begins with the run."""
    start = run.paragraph[0]
    end = run.opens
    if before is not None and before.paragraph == run.paragraph:
        start = before.closes
    elif not setting.text[start:end].strip():
        start, end = _paragraph_that_leads(setting.text, run)
    start = max(start, end - _REACH)
    stops = [m.end() for m in words.SENTENCE_END.finditer(setting.text, start, end + 1) if m.end() < end]
    return (stops[-1] if stops else start), end


def _paragraph_that_leads(text: str, run: Run) -> tuple[int, int]:
    """Return the line above a run's paragraph where it leads to it: `Jane Doe, CEO of Acme, said:`; else nothing."""
    above = max(0, run.paragraph[0] - _BLANK)
    end = above + len(text[above : run.paragraph[0]].rstrip())
    start = max(text.rfind("\n", 0, end) + 1, end - 2 * _REACH)
    return (start, end) if _leads(text, start, end) else (run.opens, run.opens)


def _behind(setting: Setting, start: int, end: int, last: Voice | None, *, is_open: bool) -> Voice | None:
    """Return who speaks by the words behind a run: `,” said Jane Doe`; `,” she added`; `” Jane Doe, CEO, says`.

    Where the run ends with a full stop (`is_open` is false) another sentence may begin there.
    """
    text = setting.text
    if words.PRONOUN_FIRST.match(text, start, end):
        return _antecedent(setting, start, end)
    first = words.VERB_FIRST.match(text, start, end)
    if first:
        return _subject_behind(setting, start, first.end(), end)
    verb = words.VERB.search(text, start, end)
    if verb is None or not is_open:
        return None
    if words.UNNAMED.match(text, start, verb.start()):
        return _unnamed(setting, start, verb.end())
    people = setting.people_in(start, verb.start())
    if people and people[0].start - start < 90:
        return Voice(people[0].entity, None, start, end)
    bodies = setting.bodies_in(start, verb.start())
    if bodies and bodies[0].start - start < 12:
        return Voice(None, bodies[0].entity, start, end)
    if words.BODY.match(text, start, verb.start()):
        return Voice(None, setting.issuer, start, end)
    if words.DEFINITE.match(text, start, verb.start()):
        return _same_or_antecedent(setting, start, end, last)
    if words.INDEFINITE.match(text, start, verb.start()):
        return _unnamed(setting, start, verb.end())
    later = words.LATER.search(text, start, end)
    return _same_or_antecedent(setting, start, end, last) if later else None


def _subject_behind(setting: Setting, start: int, verb_end: int, end: int) -> Voice | None:
    """Return who is named behind a verb: `said Acme's chief executive, Jane Doe`."""
    text = setting.text
    if words.PRONOUN_BEHIND.match(text, verb_end, end):
        return _antecedent(setting, start, end)
    if words.UNNAMED.match(text, verb_end, end):
        return _unnamed(setting, verb_end, end)
    reach = min(end, verb_end + _BETWEEN)
    for person in setting.people_in(verb_end, reach + 40):
        if not words.NOT_BETWEEN.search(text, verb_end, person.start):
            return Voice(person.entity, None, start, max(end, person.end))
        break
    bodies = setting.bodies_in(verb_end, reach)
    if bodies and bodies[0].start - verb_end < 8:
        return Voice(None, bodies[0].entity, start, end)
    if words.BODY.match(text, verb_end, end):
        return Voice(None, setting.issuer, start, end)
    return _unnamed(setting, verb_end, end) if words.INDEFINITE.match(text, verb_end, end) else None


def _ahead(setting: Setting, start: int, end: int, last: Voice | None) -> Voice | None:
    """Return who speaks by the words before a run: `Jane Doe, CEO, said: “`; `According to her, “`; `Jane Doe: “`."""
    text = setting.text
    said = text[start:end].rstrip()
    verbs = list(words.VERB.finditer(text, start, end))
    if not verbs and not said.endswith(":") and not words.ACCORDING.search(said):
        return None
    people = setting.people_in(start, end)
    if not verbs:
        return Voice(people[-1].entity, None, start, end) if people else _source(setting, start, end)
    verb = verbs[-1]
    ahead = [person for person in people if person.end <= verb.start()]
    if ahead:
        adjoins = len(text[ahead[-1].end : verb.start()].split()) <= 1
        person = ahead[-1] if adjoins else ahead[0]
        return Voice(person.entity, None, start, end)
    if people:
        return Voice(people[0].entity, None, start, end)
    if words.UNNAMED.match(text, start, end):
        return _unnamed(setting, start, end)
    if words.PRONOUN_BEFORE.search(text, start, verb.start()):
        return _antecedent(setting, start, end)
    bodies = [body for body in setting.bodies_in(start, end) if body.end <= verb.start()]
    if bodies:
        return Voice(None, bodies[0].entity, start, end)
    if words.BODY.match(text, start, end):
        return Voice(None, setting.issuer, start, end)
    if not said.endswith((":", ",")):
        return None
    if words.ANYBODY_BEFORE.search(text, start, verb.start()):
        return _unnamed(setting, start, end)
    is_known = words.DEFINITE.search(text, start, verb.start())
    return _same_or_antecedent(setting, start, end, last) if is_known else None


def _source(setting: Setting, start: int, end: int) -> Voice | None:
    """Return the body that quoted words come from, or nobody by name: `According to the proclamation, “`."""
    if not words.ACCORDING.search(setting.text, start, end):
        return None
    bodies = setting.bodies_in(start, end)
    return Voice(None, bodies[-1].entity if bodies else None, start, end)


def _same_or_antecedent(setting: Setting, start: int, end: int, last: Voice | None) -> Voice | None:
    """Return whom `the secretary` or `the founder` means: who spoke last, else the last person named."""
    return last._replace(start=start, end=end) if last else _antecedent(setting, start, end)


def _unnamed(setting: Setting, start: int, end: int) -> Voice:
    bodies = setting.bodies_in(start, end)
    return Voice(None, bodies[0].entity if bodies else None, start, end)


def _antecedent(setting: Setting, start: int, end: int) -> Voice | None:
    """Return the person whom a pronoun means: the last one named before."""
    person = setting.person_before(start)
    return Voice(person.entity, None, start, end) if person else None


def _signature(setting: Setting, run: Run) -> Voice | None:
    """Return whose name stands behind a run like a signature: `” – Jane Doe, CEO of Acme`."""
    people = setting.people_in(run.closes, run.closes + _SIGNATURE)
    if people and words.SIGNED.fullmatch(setting.text, run.closes, people[0].start):
        return Voice(people[0].entity, None, run.closes, people[0].end + 80)
    return None


def _sentence_before(setting: Setting, head: tuple[int, int]) -> Voice | None:
    """Return the person of the sentence before a run that nobody else says: `Jane Doe is delighted. “We …”`."""
    people = setting.people_in(*head)
    return Voice(people[0].entity, None, *head, is_beside=False) if people else None
