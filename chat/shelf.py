"""What comes with the package and is read once at the start: the directory of services, and the words that are given out."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from chat.referral import directory
from chat.returning import vocabulary
from chat.routing.model import Language


def referral_directory() -> directory.Directory:
    """The services a young person can be led to. Raises DirectoryFault."""
    name = "directory.toml"
    return directory.parse(files("chat.referral").joinpath(name).read_text("utf-8"), name)


def vocabularies() -> Mapping[Language, vocabulary.Vocabulary]:
    """The return words of every language. Raises VocabularyFault."""
    folder = files("chat.returning").joinpath("words")
    names = {language: f"{language}.txt" for language in Language}
    return {
        language: vocabulary.parse(folder.joinpath(name).read_text("utf-8"), name)
        for language, name in names.items()
    }
