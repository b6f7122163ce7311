"""``luister simulate``: what it prints, draws and refuses."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from chat.cli import main

SMALL = ["simulate", "--seats", "3", "--days", "1"]


def test_one_scenario_is_told_beside_the_others_ways(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--load", "1.2", "--urgent", "10"]) == 0
    told = capsys.readouterr().out
    heading, *rows = told.splitlines()
    assert heading.split("  ")[0] == "120% load, 3 seats, 1 day"
    assert heading.endswith("the desk    first come   first click")
    for what in ("came", "answered within 5 minutes", "longest wait", "band held, read on arriving"):
        assert any(row.startswith(what) for row in rows)
    main([*SMALL, "--load", "1.2", "--urgent", "10"])
    assert capsys.readouterr().out == told


def test_staffing_is_told_for_each_hour(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--staffing"]) == 0
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split() == ["hour", "people", "counsellors", "within", "5", "min"]
    shares = [int(row.split()[-1].removesuffix("%")) for row in rows if row]
    assert len(shares) == 10
    assert min(shares) >= 90


def test_the_drawing_holds_two_graphs_for_each_scenario(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hours.svg"
    assert main([*SMALL, "--plot", str(file)]) == 0
    assert capsys.readouterr().out
    root = ET.fromstring(file.read_text("utf-8"))  # noqa: S314 - we have just written it
    graphs = root.findall("{http://www.w3.org/2000/svg}g")
    assert len(graphs) == 2
    assert all(len(graph.findall("{http://www.w3.org/2000/svg}rect")) >= 10 for graph in graphs)


def test_a_drawing_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--plot", str(tmp_path / "away" / "hours.svg")]) == 2
    assert "cannot be written (FileNotFoundError)" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--seats", "0"],
        ["--load", "0"],
        ["--urgent", "101"],
        ["--days", "x"],
        ["--seed", "-1"],
        ["--load", "nan"],
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["simulate", *words])
    assert refused.value.code == 2
    assert words[0] in capsys.readouterr().err


def test_without_a_choice_all_that_issue_5_asks_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The usual scenarios, with small lines: the real ones take a minute."""
    monkeypatch.setattr("chat.simulation.command.SEATS", 3)
    monkeypatch.setattr("chat.simulation.command.SIZES", (2, 3))
    monkeypatch.setattr("chat.simulation.command.EVENINGS", 2)
    assert main(["simulate", "--days", "1"]) == 0
    told = capsys.readouterr().out
    for what in ("80% load", "120% load", "tripled 17-18 h", "urgent ones", "last intake"):
        assert what in told
