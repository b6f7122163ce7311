"""A script is read whole, or refused with file and line of everything that is wrong with it."""

import pytest

from chat.identifiers import Seconds
from chat.rehearsal.script import Drop, Leave, Say, Script, ScriptFault, Stay, Stop, parse
from chat.routing.model import Language

HEAD = 'format = 1\nname = "de ene"\npurpose = "Oefenen."\nlanguage = "nl"\n'
LINE = '[[line]]\npause = 2\nsay = "hoi"\n'
END = '[end]\nhow = "stop"\npause = 1\n'
GOOD = HEAD + LINE + END

FAULTS = [
    ("format = 1", "format = 2", "a.toml: file: format is not 1"),
    ("format = 1\n", "", "a.toml: file: format is not 1"),
    ('name = "de ene"', 'name = ""', "a.toml: file: name is empty"),
    ('purpose = "Oefenen."\n', "", "a.toml: file: purpose is missing"),
    ('language = "nl"', 'language = "fr"', "a.toml: file: language is none of nl, en"),
    ('language = "nl"', "language = 3", "a.toml: file: language is not a text"),
    ('language = "nl"', 'language = "nl"\nweather = "rain"', "a.toml: file: weather is unknown"),
    (LINE, "", "a.toml: file: line is not a list of lines"),
    (LINE, "line = []\n", "a.toml: file: line is not a list of lines"),
    (LINE, "line = [3]\n", "a.toml: file: line is not a list of lines"),
    (LINE, 'line = "hoi"\n', "a.toml: file: line is not a list of lines"),
    ("pause = 2\n", "", "a.toml: line 5: pause is missing"),
    ("pause = 2", "pause = -2", "a.toml: line 5: pause is not a whole number"),
    ("pause = 2", "pause = 0.5", "a.toml: line 5: pause is not a whole number"),
    ("pause = 2", 'pause = 2\nmood = "sad"', "a.toml: line 5: mood is unknown"),
    ('say = "hoi"', 'say = ""', "a.toml: line 5: say is empty"),
    ('say = "hoi"', 'say = """ho\ni"""', "a.toml: line 5: say is empty, or holds stray spaces"),
    ('say = "hoi"\n', "", "a.toml: line 5: say is missing"),
    ('say = "hoi"', f'say = "{"x" * 1001}"', "a.toml: line 5: say has more than 1000 characters"),
    ('say = "hoi"', 'say = "hoi"\nafter = "counsellor"', "a.toml: line 5: patience is missing"),
    ('say = "hoi"', 'say = "hoi"\npatience = 9', "a.toml: line 5: patience is of no use without after"),
    ('say = "hoi"', 'say = "hoi"\nafter = "me"\npatience = 9', "a.toml: line 5: after is not counsellor"),
    ('say = "hoi"', 'drop = "long"', "a.toml: line 5: drop is not a whole number"),
    ('say = "hoi"', 'drop = 3\nsay = "hoi"', "a.toml: line 5: say is unknown"),
    (LINE, LINE + "\n" + LINE.replace("hoi", " "), "a.toml: line 9: say is empty"),
    (LINE, 'line = [{pause = 1, say = "a"}, {say = "b"}]\n', "a.toml: line table 2: pause is missing"),
    (END, "", "a.toml: file: end is missing"),
    (END, "[[end]]\n", "a.toml: file: end is not a table"),
    ('how = "stop"', 'how = "slowly"', "a.toml: file: end.how is none of stop, leave, stay"),
    ('how = "stop"\n', "", "a.toml: file: end.how is none of stop, leave, stay"),
    ('how = "stop"', 'how = "stay"', "a.toml: file: end.pause is unknown"),
    ('how = "stop"\npause = 1', 'how = "leave"', "a.toml: file: end.pause is missing"),
    ("format = 1", "format = ", "a.toml: file: toml cannot be read"),
]


def test_a_script_is_read_in_its_order() -> None:
    text = HEAD + LINE + "[[line]]\npause = 1\ndrop = 30\n" + END
    text += ""
    waiting = '[[line]]\npause = 0\nafter = "counsellor"\npatience = 60\nsay = "ja 😅"\n'
    script = parse(text.replace(END, waiting + END), "a.toml")
    assert script == Script(
        name="de ene",
        purpose="Oefenen.",
        language=Language.DUTCH,
        lines=(
            Say("hoi", Seconds(2), None),
            Drop(Seconds(1), away=Seconds(30)),
            Say("ja 😅", Seconds(0), Seconds(60)),
        ),
        end=Stop(Seconds(1)),
    )


@pytest.mark.parametrize(
    ("end", "read"),
    [
        ('how = "leave"\npause = 3', Leave(Seconds(3))),
        ('how = "stay"\npatience = 60', Stay(Seconds(60))),
        ('how = "stop"\npause = 3', Stop(Seconds(3))),
    ],
)
def test_a_character_goes_in_one_of_three_ways(end: str, read: Stop | Leave | Stay) -> None:
    assert parse(HEAD + LINE + f"[end]\n{end}\n", "a.toml").end == read


@pytest.mark.parametrize(("good", "bad", "fault"), FAULTS)
def test_a_fault_is_named_with_file_and_line(good: str, bad: str, fault: str) -> None:
    assert parse(GOOD, "a.toml").lines
    assert GOOD.count(good) == 1
    with pytest.raises(ScriptFault) as refused:
        parse(GOOD.replace(good, bad), "a.toml")
    assert fault in str(refused.value)


def test_everything_wrong_is_named_at_once() -> None:
    with pytest.raises(ScriptFault) as refused:
        parse('format = 1\nname = "x"\n[[line]]\nsay = "hoi"\n[end]\nhow = "stop"\n', "a.toml")
    assert str(refused.value).splitlines() == [
        "a.toml: file: purpose is missing",
        "a.toml: file: language is missing",
        "a.toml: line 3: pause is missing",
        "a.toml: file: end.pause is missing",
    ]
    assert (refused.value.file, len(refused.value.faults)) == ("a.toml", 4)
