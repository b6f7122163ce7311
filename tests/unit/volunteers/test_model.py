"""What may stand in a volunteer."""

from collections.abc import Callable, Iterable
from unicodedata import category, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from volunteers.errors import (
    AccountRefused,
    CapacityInvalid,
    LanguageInvalid,
    NameInvalid,
    RoleMissing,
    SkillInvalid,
    UnknownRole,
)
from volunteers.facts import Skill, VolunteerId
from volunteers.model import Role, Volunteer, enrol, name_key, role_of, tidy_name

ID = VolunteerId("v1")


def enrolled(
    *,
    name: str = "Noor",
    roles: Iterable[Role] = (Role.COUNSELLOR,),
    languages: Iterable[str] = ("nl",),
    capacity: int = 1,
    skills: Iterable[str] = (),
) -> Volunteer:
    return enrol(ID, name, roles, languages, capacity, practice=False, skills=map(Skill, skills))


def test_a_volunteer_holds_what_was_asked_for() -> None:
    both = [Role.SUPERVISOR, Role.COUNSELLOR, Role.COUNSELLOR]
    assert enrolled(name="  Noor   de  Wit ", roles=both, languages=["nl", "en"], capacity=3) == Volunteer(
        ID,
        "Noor de Wit",
        frozenset({Role.COUNSELLOR, Role.SUPERVISOR}),
        frozenset({"nl", "en"}),
        capacity=3,
        practice=False,
    )


@pytest.mark.parametrize("name", ["Bo", "李明", "نور الهدى", "José", "Anne-Fleur", "O'Neil", "n" * 40])
def test_a_name_people_have_is_kept_as_it_is(name: str) -> None:
    assert tidy_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="only spaces"),
        pytest.param("N", id="one character"),
        pytest.param(" N ", id="one character after trimming"),
        pytest.param("n" * 41, id="41 characters"),
        pytest.param("No\nor", id="new line"),
        pytest.param("No\x00or", id="nul"),
        pytest.param("No\u200bor", id="zero width space"),
        pytest.param("\u202eNoor", id="turned about"),
        pytest.param("No\u2028or", id="line separator"),
        pytest.param("No\ud800or", id="half a surrogate pair"),
        pytest.param("No\ue000or", id="private use"),
        pytest.param("No\uffffor", id="not a character"),
    ],
)
def test_a_name_nobody_could_read_is_refused(name: str) -> None:
    with pytest.raises(NameInvalid):
        enrolled(name=name)


@given(st.text())
def test_any_text_becomes_a_tidy_name_or_is_refused(text: str) -> None:
    try:
        name = tidy_name(text)
    except NameInvalid:
        return
    assert tidy_name(name) == name
    assert 2 <= len(name) <= 40
    assert "  " not in name
    assert not any(category(character).startswith("C") for character in name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Noor", "NOOR"), ("Jose\u0301", "José"), ("STRASSE", "Straße"), ("\uff2eoor", "noor"), ("ﬁen", "FIEN")],
)
def test_names_that_people_would_take_for_one_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_names_that_differ_stay_apart() -> None:
    assert len({name_key(name) for name in ("Noor", "Noortje", "Noór", "No or")}) == 4


@given(st.text())
@example("\u0345\u0301")
@example("ǰ")
def test_a_name_and_its_other_forms_have_one_key(text: str) -> None:
    key = name_key(text)
    assert name_key(key) == key
    assert {name_key(normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {key}
    assert name_key(normalize("NFD", text).casefold()) == key


@pytest.mark.parametrize(
    ("enrolling", "refusal"),
    [
        pytest.param(lambda: enrolled(roles=[]), RoleMissing, id="no role"),
        pytest.param(lambda: enrolled(languages=[]), LanguageInvalid, id="no language"),
        pytest.param(lambda: enrolled(languages=["nl", ""]), LanguageInvalid, id="an empty language"),
        pytest.param(lambda: enrolled(languages=["Nederlands"]), LanguageInvalid, id="a word for a language"),
        pytest.param(lambda: enrolled(languages=["NL"]), LanguageInvalid, id="capitals"),
        pytest.param(lambda: enrolled(languages=["nl\n"]), LanguageInvalid, id="a line's end"),
        pytest.param(lambda: enrolled(capacity=0), CapacityInvalid, id="no conversation"),
        pytest.param(lambda: enrolled(capacity=4), CapacityInvalid, id="four conversations"),
        pytest.param(lambda: enrolled(skills=[""]), SkillInvalid, id="an empty skill"),
        pytest.param(lambda: enrolled(skills=["sign language"]), SkillInvalid, id="two words for a skill"),
        pytest.param(lambda: enrolled(skills=["x" * 25]), SkillInvalid, id="a long skill"),
        pytest.param(
            lambda: enrolled(skills=[f"skill_{'abcdefghijklm'[n]}" for n in range(13)]),
            SkillInvalid,
            id="13 skills",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_by_its_own_error(
    enrolling: Callable[[], Volunteer], refusal: type[AccountRefused]
) -> None:
    with pytest.raises(refusal):
        enrolling()


def test_a_role_is_known_by_its_word_and_no_other() -> None:
    assert [role_of("counsellor"), role_of("supervisor")] == [Role.COUNSELLOR, Role.SUPERVISOR]
    for word in ("", "admin", "Counsellor", "counsellor "):
        with pytest.raises(UnknownRole):
            role_of(word)
