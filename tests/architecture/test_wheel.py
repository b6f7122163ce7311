"""The built wheel is the whole program: it runs without npm, without the checkout and without the network."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import sysconfig
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.walls import CHECKOUT

pytestmark = pytest.mark.xdist_group("packing")  # builds and installs it once, and packs where others pack

PATIENCE_TENTHS = 300  # of a second
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tree as it stands."""
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(CHECKOUT))
    (built,) = folder.glob("luister-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `luister` in an environment that holds the wheel and sees what it depends on, not the checkout."""
    environment = tmp_path_factory.mktemp("installed") / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    python = environment / "bin" / "python"
    run(*PIP, "--python", str(python), "install", "--no-deps", str(wheel))
    # A folder named in a .pth file is searched, but the .pth files in it (the editable checkout) are not read.
    packages = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    ).strip()
    Path(packages, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return environment / "bin" / "luister"


def run(*command: str) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, env=os.environ | {"PIP_NO_INDEX": "1"})


def test_the_wheel_carries_everything_the_program_reads(wheel: Path) -> None:
    carried = set(ZipFile(wheel).namelist())
    pages = {
        "chat/_static/" + path.relative_to(CHECKOUT / "static").as_posix()
        for path in (CHECKOUT / "static").rglob("*")
        if path.suffix in {".html", ".json", ".svg"} or path.name == "LICENSE"
    }
    ours = {
        path.relative_to(CHECKOUT).as_posix()
        for package in ("chat", "volunteers")
        for path in (CHECKOUT / package).rglob("*")
        if path.suffix in {".py", ".toml", ".txt"}
    }
    assert pages | ours <= carried
    assert {
        "chat/_static/seeker.html",
        "chat/_static/counsellor.html",
        "chat/_static/locales/nl.json",
        "chat/_static/locales/staff/nl.json",
        "chat/_static/vendor/lit-html/LICENSE",
        "chat/referral/directory.toml",
    } <= carried
    assert not [name for name in carried if name.startswith(("tests/", "benchmarks/", "scripts/", "static/"))]


def test_the_wheel_carries_scripts_and_styles_packed_and_nothing_else_of_them(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        carried = set(opened.namelist())
        pages = [opened.read(name).decode() for name in carried if name.endswith(".html")]
    named = {name for page in pages for name in re.findall(r'"/static/([^"]+\.(?:js|css))"', page)}
    packed = {f"chat/_static/{name}" for name in named}
    assert len([name for name in packed if name.endswith(".js")]) == 6
    assert {
        name for name in carried if name.startswith("chat/_static/") and name.endswith((".js", ".css"))
    } == packed
    assert {f"{name}{ending}" for name in packed for ending in (".br", ".gz")} <= carried


def test_the_installed_wheel_serves_without_npm_and_without_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    with serving(installed, tmp_path) as address:
        page = fetched(address)
        assert page
        (script,) = re.findall(r'<script type="module" src="(/static/packed/[^"]+)"', page)
        assert fetched(f"{address}{script}")


@contextlib.contextmanager
def serving(command: Path, folder: Path) -> Iterator[str]:
    """The address of the program, once it is ready: started in *folder* with no tools on its path, stopped politely."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": str(command.parent),
        "LUISTER_HOST": "127.0.0.1",
        "LUISTER_PORT": str(port),
        "LUISTER_DATA": str(folder / "data"),
    }
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [command, "serve"], cwd=folder, env=environment, stdin=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(PATIENCE_TENTHS):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    pytest.fail(f"luister serve ended with {process.wait(0.1)}")
                if fetched(f"{address}/readyz"):
                    break
            else:
                pytest.fail("luister serve does not get ready")
            yield address
            process.terminate()
            assert process.wait(PATIENCE_TENTHS / 10) == 0
        finally:
            process.kill()


def fetched(url: str) -> str | None:
    """The body of a good answer; None for any other, or for none."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 -- always http to the loopback
            return str(answer.read().decode("utf-8"))
    except urllib.error.URLError:
        return None
