"""What is taken of WordNet: from small files in its own format, and the shipped list from WordNet itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.wordnet_words import ROOT, WordNet, common, licence_of, near, opposites, rendered, rendered_near

# WordNet's own format (wndb(5)): offset, file, part, word count in hex, words with ids, pointer count, pointers.
DATA = {
    "noun": """\
00000100 05 n 01 arrival 0 001 ! 00000200 n 0101 | made up
00000200 05 n 02 departure 0 leave-taking 0 001 ! 00000100 n 0101 | made up
00000300 05 n 01 Tarvo 0 000 | made up
00000400 05 n 01 mill 0 001 ! 00000500 n 0101 | made up
00000500 05 n 01 antimill 0 001 ! 00000400 n 0101 | made up
""",
    "verb": "",
    "adj": """\
00000600 00 a 01 wet 0 002 ! 00000700 a 0101 & 00000800 a 0000 | made up
00000700 00 a 01 dry 0 002 ! 00000600 a 0101 & 00000900 a 0000 | made up
00000800 00 s 02 soggy 0 damp(a) 0 001 & 00000600 a 0000 | made up
00000900 00 s 02 arid 0 parched 0 001 & 00000700 a 0000 | made up
00001000 00 a 01 fair 0 001 ! 00001100 a 0101 | made up
00001100 00 a 01 unfair 0 001 ! 00001000 a 0101 | made up
""",
    "adv": "",
}
INDEX = {
    "noun": """\
antimill n 1 1 ! 1 0 00000500
arrival n 1 1 ! 1 1 00000100
departure n 1 1 ! 1 0 00000200
mill n 1 1 ! 1 0 00000400
tarvo n 1 0 1 1 00000300
""",
    "verb": "",
    "adj": """\
arid a 1 1 & 1 1 00000900
damp a 1 1 & 1 1 00000800
dry a 1 2 ! & 1 1 00000700
fair a 1 1 ! 1 1 00001000
parched a 1 1 & 1 1 00000900
soggy a 1 1 & 1 1 00000800
unfair a 1 1 ! 1 1 00001100
wet a 1 2 ! & 1 1 00000600
""",
    "adv": "",
}
TAGGED = """\
arid%5:00:00:dry:00 1 2
arrival%1:05:00:: 1 1
damp%5:00:00:wet:00 1 3
dry%3:00:00:: 1 4
fair%3:00:00:: 1 9
parched%5:00:00:dry:00 1 1
soggy%5:00:00:wet:00 1 2
tarvo%1:05:00:: 1 5
unfair%3:00:00:: 1 9
wet%3:00:00:: 1 1
"""
WHOLE = Path("/usr/share/wordnet")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wordnet")
    for part, lines in DATA.items():
        for kind, body in (("data", lines), ("index", INDEX[part])):
            (made / f"{kind}.{part}").write_text("  1 Free to use.  \n  2   \n" + body, encoding="utf-8")
    (made / "cntlist.rev").write_text(TAGGED, encoding="utf-8")
    return made


def test_common_words_are_tagged_and_spelled_without_a_capital(folder: Path) -> None:
    assert common(WordNet(folder)) == ["arid", "arrival", "damp", "dry", "fair", "parched", "soggy", "unfair", "wet"]


def test_opposites_are_antonyms_and_frequent_words_around_them(folder: Path) -> None:
    # neither mill is tagged, fair and unfair differ by a prefix, parched is too rare;
    # arid is often enough beside damp, and not beside soggy and wet, which are as rare
    assert opposites(WordNet(folder)) == {
        "damp": ["arid"],
        "departure": ["arrival"],
        "dry": ["damp", "soggy", "wet"],
    }


def test_near_are_words_of_one_sense_and_of_those_beside_it(folder: Path) -> None:
    # soggy and damp share a sense, and wet has one that theirs is like; nothing leads from wet to dry
    assert near(WordNet(folder)) == {
        "dry": ["arid"], "parch": ["arid", "dry"], "soggy": ["damp"], "wet": ["damp", "soggy"],
    }  # fmt: skip
    lines = rendered_near(WordNet(folder), ["Free."]).splitlines()
    assert lines[-5:] == ["[near]", "dry: arid", "parch: arid dry", "soggy: damp", "wet: damp soggy"]


def test_the_file_begins_with_the_licence_and_ends_with_the_words(folder: Path) -> None:
    lines = rendered(WordNet(folder), licence_of(folder)).splitlines()
    assert lines[:4] == ["# From WordNet 3.0 (Debian package wordnet-base 1:3.0-37), whose licence is:", "#",
                         "# Free to use.", "#"]  # fmt: skip
    assert lines[-7:] == ["[opposites]", "damp: arid", "departure: arrival", "dry: damp soggy wet", "", "[common]",
                          "arid arrival damp dry fair parched soggy unfair wet"]  # fmt: skip


@pytest.mark.skipif(not (WHOLE / "data.adj").exists(), reason="WordNet is not installed")
def test_the_shipped_list_is_what_this_makes() -> None:
    net, licence = WordNet(WHOLE), licence_of(WHOLE)
    for name, made in (("wordnet.txt", rendered(net, licence)), ("wordnet_near.txt", rendered_near(net, licence))):
        assert (ROOT / "quotecheck" / "comparison" / name).read_text(encoding="utf-8") == made
