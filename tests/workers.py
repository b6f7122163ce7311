"""How `make test` shares the tests among workers: what must happen within so many seconds comes first, one after another.

Without workers nothing here does anything. Each worker has servers, browsers and nodes of its own. A module whose tests
share something that takes long to make stays together by ``pytest.mark.xdist_group``. No worker is made nicer than another:
Chromium gives itself back what was taken, and then leaves nothing to the server it talks with.
"""

import pytest

IN_SECONDS = "in_seconds"
"""The mark of a test that holds the product to a bound in seconds."""
LONG = ("e2e", "transport", "properties")
"""The folders of the long ones: what is begun last should not take long."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{IN_SECONDS}: holds the product to a bound in seconds")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests are given out in this order. Those in seconds come first, those of one folder one after another."""
    if not _is_worker(config):
        return
    for item in items:
        if item.get_closest_marker(IN_SECONDS):
            item.add_marker(pytest.mark.xdist_group(f"{IN_SECONDS} {_folder(item)}"))
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker(IN_SECONDS):
        return 0
    return 1 + (LONG.index(_folder(item)) if _folder(item) in LONG else len(LONG))


def _folder(item: pytest.Item) -> str:
    """Of tests/, the one it lies in."""
    return item.path.relative_to(item.config.rootpath).parts[1]


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
