"""Skills that run out, and a certificate that was seen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.errors import SkillInvalid, VogInvalid
from volunteers.facts import SKILLS_MOST, Certificate, Skill, certificate, skill_of, skills_of, text_of

TODAY = date(2026, 3, 1)
DAY = timedelta(days=1)


@given(st.from_regex(r"[a-z][a-z_]{1,23}", fullmatch=True), st.none() | st.dates())
def test_a_skill_is_written_in_one_word_and_read_again(word: str, until: date | None) -> None:
    skill = Skill(word, until)
    assert skill_of(text_of(skill)) == skill
    assert len(text_of(skill).split()) == 1


@pytest.mark.parametrize("text", ["friend:", "friend:morgen", "friend:2026-02-30", "friend:2026-1-1"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SkillInvalid):
        skill_of(text)


def test_a_skill_counts_through_its_last_day() -> None:
    assert [Skill("friend", TODAY).counts_on(TODAY + days * DAY) for days in (-9, 0, 1)] == [
        True,
        True,
        False,
    ]
    assert Skill("friend").counts_on(date.max)


@pytest.mark.parametrize(
    "skills",
    [
        [Skill("")],
        [Skill("f")],
        [Skill("Friend")],
        [Skill("friend"), Skill("friend", TODAY)],
        [Skill(f"skill_{chr(97 + number)}") for number in range(SKILLS_MOST + 1)],
    ],
)
def test_what_is_no_set_of_skills_is_refused(skills: list[Skill]) -> None:
    with pytest.raises(SkillInvalid):
        skills_of(skills)


def test_a_certificate_is_seen_by_now_and_valid_after_that() -> None:
    assert certificate(TODAY, None, TODAY, today=TODAY) == Certificate(TODAY, None, TODAY)
    tomorrow = TODAY + DAY  # where it is that already
    assert certificate(tomorrow, None, tomorrow, today=TODAY).seen_on == tomorrow
    for seen_on, until in ((TODAY + 2 * DAY, date.max), (TODAY, TODAY - DAY)):
        with pytest.raises(VogInvalid):
            certificate(seen_on, None, until, today=TODAY)


@pytest.mark.parametrize("seen_on", [date.min, date.max])
def test_a_certificate_of_the_first_or_the_last_day_there_is_is_judged_like_any(seen_on: date) -> None:
    """Both are dates that can be typed."""
    if seen_on > TODAY:
        with pytest.raises(VogInvalid):
            certificate(seen_on, None, date.max, today=TODAY)
    else:
        assert certificate(seen_on, None, date.max, today=TODAY).counts_on(TODAY)
    assert Certificate(seen_on, None, date.max).counts_on(date.max)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_no_day_is_a_fault_and_none_before_or_after_counts(day: date) -> None:
    vog = Certificate(TODAY, None, TODAY + 900 * DAY)
    assert vog.counts_on(day) is (TODAY - DAY <= day <= TODAY + 900 * DAY)
