"""Reading a session's token out of a cookie header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteers.credentials import SessionToken, new_token
from volunteers.web.answers import COOKIE, token_from_cookie_header

TOKEN = SessionToken(new_token())


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(f"{COOKIE}={TOKEN}", id="alone"),
        pytest.param(f"taal=nl; {COOKIE}={TOKEN}", id="last"),
        pytest.param(f"{COOKIE}={TOKEN}; taal=nl", id="first"),
        pytest.param(f"a=b;{COOKIE}={TOKEN} ;c", id="between"),
    ],
)
def test_our_cookie_is_found_among_others(header: str) -> None:
    assert token_from_cookie_header(header) == TOKEN


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("", id="empty"),
        pytest.param(";;=;", id="only signs"),
        pytest.param(f"session={TOKEN}", id="without the prefix"),
        pytest.param(f"__host-session={TOKEN}", id="other capitals"),
        pytest.param(f"x{COOKIE}={TOKEN}", id="a longer name"),
        pytest.param(f"{COOKIE}", id="no value"),
        pytest.param(f"{COOKIE}=", id="empty value"),
        pytest.param(f'{COOKIE}="{TOKEN}"', id="quoted"),
        pytest.param(f"{COOKIE}= {TOKEN}", id="space before the value"),
        pytest.param(f"{COOKIE} ={TOKEN}", id="space after the name"),
        pytest.param(f"{COOKIE}={TOKEN}\n", id="a line's end"),
        pytest.param(f"{COOKIE}={TOKEN}x", id="too long"),
        pytest.param(f"{COOKIE}={TOKEN[:-1]}", id="too short"),
        pytest.param(f"{COOKIE}={TOKEN[:-1]}+", id="a foreign sign"),
        pytest.param(f"{COOKIE}={TOKEN[:-1]}é", id="a foreign letter"),
        pytest.param(f"{COOKIE}={TOKEN}; {COOKIE}={TOKEN}", id="twice"),
    ],
)
def test_what_is_not_exactly_one_of_ours_is_nobody(header: str) -> None:
    assert token_from_cookie_header(header) is None


@given(st.text())
def test_no_header_is_a_fault(header: str) -> None:
    assert token_from_cookie_header(header) is None
    assert token_from_cookie_header(f"{COOKIE}={TOKEN}; {header}") in {TOKEN, None}
