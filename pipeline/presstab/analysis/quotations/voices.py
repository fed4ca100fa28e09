"""Who says a run of quoted words: by what stands after it, before it, or was said of the run before."""

from __future__ import annotations

from presstab.analysis.quotations.runs import Run
from presstab.analysis.quotations.setting import Setting, Voice
from presstab.text import is_owner

_BLANK = 40  # characters of white space between two paragraphs
_REACH = 300  # characters of a sentence in which who speaks is looked for
_BETWEEN = 160  # characters between a verb and who says it
_NEAR = 24  # characters before the name of who speaks: an honorific, an adverb
_FAR = 90  # characters of an office before the name of who speaks
_NAME = 40  # characters of a name
_SIGNATURE = 160  # characters of a line that names whose words stand in the lines before it
_FULL_STOP = (".", "!", "?", "…")


def find_voice(setting: Setting, run: Run, before: Run | None, after: Run | None, last: Voice | None) -> Voice | None:
    """Return who says a run, None where the text gives it to nobody.

    `before` and `after` are the runs beside it, `last` who says the one before.
    """
    tail, head = _tail(setting, run, after), _head(setting, run, before)
    is_open = not setting.text[run.start : run.end].endswith(_FULL_STOP)  # its sentence goes on after the mark
    leads = _leads(setting.text, *head)
    goes_on = before is not None and before.paragraph == run.paragraph and last is not None
    belongs_after = after is not None and tail[1] == after.opens and _leads(setting.text, *tail)
    voice = None
    if not leads and (is_open or not belongs_after):
        voice = _after(setting, *tail, last, is_open=is_open)
    voice = voice or _before(setting, *head, last)
    if voice is None and leads and not belongs_after:
        voice = _after(setting, *tail, last, is_open=is_open)
    voice = voice or (None if belongs_after else _signature(setting, run))
    if voice is None and goes_on:
        is_same = _begins_sentence(setting.text, *head) or setting.rules.and_more.find(setting.text, *head)
        return last if is_same else None
    return voice or (_sentence_before(setting, head) if _begins_sentence(setting.text, *head) else None)


def _begins_sentence(text: str, start: int, end: int) -> bool:
    """Whether a run begins a sentence, or goes on after who said it: `,” she said, “`; not `a “quick” way`."""
    before = text[start:end].rstrip()
    return not before or before.endswith((",", ":", ".", "!", "?", "-", "–", "—"))


def _leads(text: str, start: int, end: int) -> bool:
    """Whether the words before a run lead to it: `Jane Doe said: “`; `she added, “`."""
    return text[start:end].rstrip().endswith((":", ","))


def _tail(setting: Setting, run: Run, after: Run | None) -> tuple[int, int]:
    """Return the rest of the sentence after a run, in its paragraph and before the next run."""
    end = min(run.paragraph[1], run.closes + _REACH)
    if after is not None and after.paragraph == run.paragraph:
        end = min(end, after.opens)
    stop = setting.rules.sentence_end.find(setting.text, min(run.closes + 2, end), end)
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
    stops = [m.end() for m in setting.rules.sentence_end.find_all(setting.text, start, end + 1) if m.end() < end]
    return (stops[-1] if stops else start), end


def _paragraph_that_leads(text: str, run: Run) -> tuple[int, int]:
    """Return the line before a run's paragraph where it leads to it: `Jane Doe, CEO of Acme, said:`; else nothing."""
    line_end = max(0, run.paragraph[0] - _BLANK)
    end = line_end + len(text[line_end : run.paragraph[0]].rstrip())
    start = max(text.rfind("\n", 0, end) + 1, end - 2 * _REACH)
    return (start, end) if _leads(text, start, end) else (run.opens, run.opens)


def _after(setting: Setting, start: int, end: int, last: Voice | None, *, is_open: bool) -> Voice | None:
    """Return who speaks by the words after a run: `,” said Jane Doe`; `,” she added`; `” Jane Doe, CEO, says`.

    Where the run ends with a full stop (`is_open` is false) another sentence may begin there.
    """
    text, rules = setting.text, setting.rules
    if rules.pronoun_first.find(text, start, end):
        return _antecedent(setting, start, end)
    first = rules.verb_first.find(text, start, end)
    if first:
        return _subject_after(setting, start, first.end(), end, last)
    verb = rules.verb.find(text, start, end)
    named = _begins_with(setting, start, end)
    if named and (is_open or verb):
        return named
    if verb is None:
        return None
    if rules.unnamed.find(text, start, verb.start()):
        return _unnamed(setting, start, verb.end())
    if not is_open:
        return None
    people = setting.people_in(start, verb.start())
    if people and people[0].start - start < _FAR:
        return Voice(people[0].entity, None, start, end)
    organisations = setting.organisations_in(start, verb.start())
    if organisations and organisations[0].start - start <= _NEAR // 2:
        return Voice(None, organisations[0].entity, start, end)
    if rules.organisation_words.find(text, start, verb.start()):
        return Voice(None, setting.issuer, start, end)
    if rules.definite.find(text, start, verb.start()):
        return _same_or_antecedent(setting, start, end, last)
    if rules.indefinite.find(text, start, verb.start()):
        return _unnamed(setting, start, verb.end())
    later = rules.later.find(text, start, end)
    return _same_or_antecedent(setting, start, end, last) if later else None


def _begins_with(setting: Setting, start: int, end: int) -> Voice | None:
    """Return the person whom the words after a run begin with, whatever the verb: `,” Jane Doe beams`."""
    people = setting.people_in(start, min(end, start + _NEAR))
    if not people or not setting.rules.signed.find(setting.text, start, people[0].start):
        return None
    return None if is_owner(setting.text, people[0].end) else Voice(people[0].entity, None, start, end)


def _subject_after(setting: Setting, start: int, verb_end: int, end: int, last: Voice | None) -> Voice | None:
    """Return who is named after a verb: `said Acme's chief executive, Jane Doe`."""
    text, rules = setting.text, setting.rules
    if rules.pronoun_after.find(text, verb_end, end):
        return _antecedent(setting, start, end)
    if rules.indefinite.find(text, verb_end, end) and rules.unnamed.find(text, verb_end, end):
        return _unnamed(setting, verb_end, end)
    reach = min(end, verb_end + _BETWEEN)
    person = next(iter(setting.people_in(verb_end, reach + _NAME)), None)
    if person and person.start < end and not rules.not_between.find(text, verb_end, person.start):
        return Voice(person.entity, None, start, max(end, person.end))
    organisations = setting.organisations_in(verb_end, reach)
    if organisations and organisations[0].start - verb_end <= _NEAR // 3:
        return Voice(None, organisations[0].entity, start, end)
    if rules.organisation_words.find(text, verb_end, end):
        return Voice(None, setting.issuer, start, end)
    if last and rules.definite_after.find(text, verb_end, end):
        return last._replace(start=start, end=end)
    return _unnamed(setting, verb_end, end)


def _before(setting: Setting, start: int, end: int, last: Voice | None) -> Voice | None:
    """Return who speaks by the words before a run: `Jane Doe, CEO, said: “`; `According to her, “`; `Jane Doe: “`."""
    text, rules = setting.text, setting.rules
    said = text[start:end].rstrip()
    verbs = list(rules.verb.find_all(text, start, end))
    leads = said.endswith(":") or (said.endswith(",") and text[end + 1 : end + 2].isupper())
    if not verbs and not leads and not rules.according.find(said):
        return None
    people = setting.people_in(start, end)
    if not verbs:
        if not people:
            return _source(setting, start, end)
        adjoins = start + len(said) - people[-1].end <= len(" :")
        return Voice(people[-1 if adjoins else 0].entity, None, start, end)
    verb = verbs[-1]
    earlier = [person for person in people if person.end <= verb.start()]
    if earlier:
        adjoins = len(text[earlier[-1].end : verb.start()].split()) <= 1
        person = earlier[-1] if adjoins else earlier[0]
        return Voice(person.entity, None, start, end)
    if people:
        return Voice(people[0].entity, None, start, end)
    if rules.unnamed.find(text, start, end):
        return _unnamed(setting, start, end)
    if rules.pronoun_before.find(text, start, verb.start()):
        return _antecedent(setting, start, end)
    organisation = _organisation_that_says(setting, start, verb.start())
    if organisation or rules.organisation_words.find(text, start, end):
        return Voice(None, organisation or setting.issuer, start, end)
    if not said.endswith((":", ",")):
        return None
    if last and rules.goes_on.find(text, start, end):
        return last._replace(start=start, end=end)
    is_known = rules.definite.find(text, start, verb.start())
    if is_known and not rules.anybody_before.find(text, start, verb.start()):
        return _same_or_antecedent(setting, start, end, last)
    return Voice(None, None, start, end)


def _organisation_that_says(setting: Setting, start: int, verb: int) -> str | None:
    """Return the organisation that is a verb's subject: it begins the sentence, or stands right before the verb."""
    for organisation in setting.organisations_in(start, verb):
        is_near = organisation.start - start <= _NEAR // 2 or verb - organisation.end <= _NEAR // 2
        if is_near and not is_owner(setting.text, organisation.end):
            return organisation.entity
    return None


def _source(setting: Setting, start: int, end: int) -> Voice | None:
    """Return the organisation that quoted words come from, or nobody by name: `According to the proclamation, “`."""
    if not setting.rules.according.find(setting.text, start, end):
        return None
    organisations = setting.organisations_in(start, end)
    return Voice(None, organisations[-1].entity if organisations else None, start, end)


def _same_or_antecedent(setting: Setting, start: int, end: int, last: Voice | None) -> Voice | None:
    """Return whom `the secretary` or `the founder` means: who spoke last, else the last person named."""
    return last._replace(start=start, end=end) if last else _antecedent(setting, start, end)


def _unnamed(setting: Setting, start: int, end: int) -> Voice:
    """Return the voice of somebody unnamed: of the organisation named beside, else of the issuer if `the company`."""
    organisations = setting.organisations_in(start, end)
    own = setting.issuer if setting.rules.own_voice.find(setting.text, start, end) else None
    return Voice(None, organisations[0].entity if organisations else own, start, end)


def _antecedent(setting: Setting, start: int, end: int) -> Voice | None:
    """Return the person whom a pronoun means: the last one named before."""
    person = setting.person_before(start)
    return Voice(person.entity, None, start, end) if person else None


def _signature(setting: Setting, run: Run) -> Voice | None:
    """Return whose name stands after a run like a signature: `” – Jane Doe, CEO of Acme`."""
    start, end = run.closes, run.closes + _SIGNATURE
    people = setting.people_in(start, end)
    if people and setting.rules.signed.find(setting.text, start, people[0].start):
        is_signed = setting.rules.dash_signed.find(setting.text, start) or setting.rules.signed_after.find(
            setting.text, people[0].end
        )
        line = setting.text.find("\n", people[0].end, people[0].end + 2 * _NAME)
        return (
            Voice(people[0].entity, None, start, line if line > 0 else people[0].end + 2 * _NAME) if is_signed else None
        )
    dash = setting.rules.dash_signed.find(setting.text, start)
    if dash is None:
        return None
    organisations = [
        organisation for organisation in setting.organisations_in(dash.end(), end) if organisation.start == dash.end()
    ]
    return Voice(None, organisations[0].entity if organisations else None, start, dash.end())


def _sentence_before(setting: Setting, head: tuple[int, int]) -> Voice | None:
    """Return the person of the sentence before a run that nobody else says: `Jane Doe is delighted. “We …”`."""
    people = setting.people_in(*head)
    return Voice(people[0].entity, None, *head, is_beside=False) if people else None
