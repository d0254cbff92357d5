"""From what the user names to articles: files, folders, standard input, and what is skipped and why."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.articles import files, read_articles
from quotecheck.records import Article, Skipped


def _write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _row(name: str, text: str = "Words.", **more: str) -> str:
    return json.dumps({"id": name, "text": text, **more}) + "\n"


def _reasons(skipped: list[Skipped], folder: Path) -> dict[str, str]:
    return {str(Path(item.input).relative_to(folder)): item.reason for item in skipped}


@given(st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"])).filter(str.strip))
def test_a_plain_text_is_kept_as_given(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = _write(tmp_path_factory.getbasetemp() / "as given" / "a.b.txt", text)
    [article], skipped = read_articles([path])
    assert (article.id, article.text, skipped) == ("a.b", text, [])


def test_a_header_gives_date_and_title_and_stays_in_the_text(tmp_path: Path) -> None:
    text = " date 2024-05-01 Ferry sold\r\n\r\nThe ferry is gone.\r\n"
    [article], _ = read_articles([_write(tmp_path / "ferry.md", text)])
    assert article == Article("ferry", text, outlet="ferry", title="Ferry sold", date="2024-05-01")


def test_in_one_folder_every_file_is_an_outlet(tmp_path: Path) -> None:
    for name in ("reed.txt", "gull.md", "wire.txt.gz"):
        _write(tmp_path / "coverage" / name, gzip.compress(b"Words.") if name.endswith("gz") else "Words.")
    articles, skipped = read_articles([tmp_path / "coverage"])
    assert [(article.id, article.outlet) for article in articles] == [
        ("gull", "gull"),
        ("reed", "reed"),
        ("wire", "wire"),
    ]
    assert skipped == []


def test_with_several_folders_every_folder_is_an_outlet(tmp_path: Path) -> None:
    for name in ("gull/1.txt", "gull/2.txt", "reed/3.txt"):
        _write(tmp_path / name, "Words.")
    for inputs in ([tmp_path], [tmp_path / "gull", tmp_path / "reed"], [tmp_path / "reed/3.txt", tmp_path / "gull"]):
        articles, _ = read_articles(inputs)
        assert [(article.id, article.outlet) for article in articles] == [("1", "gull"), ("2", "gull"), ("3", "reed")]


def test_rows_of_another_folder_leave_the_outlets_of_files_alone(tmp_path: Path) -> None:
    _write(tmp_path / "texts" / "reed.txt", "Words.")
    _write(tmp_path / "rows" / "rows.jsonl", _row("row"))
    articles, _ = read_articles([tmp_path])
    assert [(article.id, article.outlet) for article in articles] == [("reed", "reed"), ("row", None)]


def test_a_file_by_its_bare_name_has_its_folder_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path / "gull" / "1.txt", "Words.")
    _write(tmp_path / "reed" / "2.txt", "Words.")
    monkeypatch.chdir(tmp_path / "gull")
    articles, _ = read_articles(["1.txt", "../reed/2.txt"])
    assert [article.outlet for article in articles] == ["gull", "reed"]


def test_what_a_folder_holds_besides_coverage(tmp_path: Path) -> None:
    of_tools = ("quotecheck.toml", "pyproject.toml")
    for name in ("gold.json", "README.md", "deep/readme.md", *of_tools, ".hidden.txt", ".git/x.txt"):
        _write(tmp_path / name, "Words.")
    _write(tmp_path / "deep" / "down" / "reed.TXT", "Words.")
    _write(tmp_path / "photo.jpg", b"\xff\xd8")
    _write(tmp_path / "notes", "Words.")
    articles, skipped = read_articles([tmp_path])
    assert [article.id for article in articles] == ["reed"]
    known = ".txt, .md, .jsonl, .json, .html, .htm"
    assert _reasons(skipped, tmp_path) == {
        "notes": f"has no known format (no suffix): give {known}",
        "photo.jpg": f"has no known format (.jpg): give {known}",
    }


def test_what_could_be_an_article_by_its_format_is_not_passed_over_without_a_word(tmp_path: Path) -> None:
    for name in ("Transcript.TXT", "transcript.jsonl.gz", "readme.txt", "gold.html", "reed.txt"):
        _write(tmp_path / name, "Words.")
    articles, skipped = read_articles([tmp_path])
    assert [article.id for article in articles] == ["reed"]
    named = "by its name, no article: name it to have it read"
    assert _reasons(skipped, tmp_path) == {
        "Transcript.TXT": f"is a transcript {named}",
        "gold.html": f"is what should be found {named}",
        "readme.txt": "is a note to the reader by its name, no article: give it alone to have it read",
        "transcript.jsonl.gz": f"is a transcript {named}",
    }
    assert all(item.aside for item in skipped)


def test_a_transcript_that_is_named_is_read(tmp_path: Path) -> None:
    path = _write(tmp_path / "transcript.txt", "Words.")
    for inputs in ([path], [tmp_path, path], [path, tmp_path]):
        articles, skipped = read_articles(inputs)
        assert [article.id for article in articles] == ["transcript"]
        assert [item.reason for item in skipped if item.aside] == []


def test_what_a_shell_makes_of_all_names_in_a_folder(tmp_path: Path) -> None:
    """``folder/*`` is written out as names: a note and a gold file among them are told and set aside, as no error."""
    notes = [_write(tmp_path / name, "Words.") for name in ("README.md", "ReadMe.txt", "gold.json")]
    articles = [_write(tmp_path / name, "Words.") for name in ("gold-rush.txt", "reed.txt", "readme-first.md")]
    for inputs in (notes + articles, [tmp_path, *notes]):
        read, skipped = read_articles(inputs)
        assert [article.id for article in read] == ["gold-rush", "readme-first", "reed"]
        how = "by its name, no article: give it alone to have it read"
        assert _reasons(skipped, tmp_path) == {
            "README.md": f"is a note to the reader {how}",
            "ReadMe.txt": f"is a note to the reader {how}",
            "gold.json": f"is what should be found {how}",
        }
        assert len(skipped) == len(notes)
        assert all(item.aside for item in skipped)


@pytest.mark.parametrize("name", ["README.md", "readme.txt"])
def test_a_note_that_is_all_there_is_is_read(tmp_path: Path, name: str) -> None:
    path = _write(tmp_path / name, "Words.")
    read, skipped = read_articles([path])
    assert ([article.id.lower() for article in read], skipped) == (["readme"], [])


def test_each_thing_that_is_wrong_is_one_clear_line(tmp_path: Path) -> None:
    _write(tmp_path / "binary.txt", b"\x7fELF\0\0\0")
    _write(tmp_path / "blank.txt", " \n\t\u00a0\n")
    _write(tmp_path / "broken.txt.gz", gzip.compress(b"Words." * 100)[:-5])
    _write(tmp_path / "empty.html", "")
    _write(tmp_path / "empty.jsonl", "\n\n")
    _write(tmp_path / "empty.txt", "")
    _write(tmp_path / "good.txt", "Words.")
    _write(tmp_path / "latin.txt", "Café".encode("latin-1"))
    _write(tmp_path / "none.json", "[]")
    _write(tmp_path / "page.html", "<html></html>")
    _write(tmp_path / "rows.jsonl", _row("a") + "oops\n" + _row("a") + _row("b", " "))
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "nothing").mkdir()
    articles, skipped = read_articles([tmp_path, tmp_path / "missing.txt", tmp_path / "nothing"])
    assert [article.id for article in articles] == ["a", "good"]
    reasons = _reasons(skipped, tmp_path)
    damage = reasons.pop("broken.txt.gz")
    assert damage.startswith("the gzip data are damaged (")
    assert list(reasons.items()) == [
        ("binary.txt", "holds NUL characters, as binary files do: give plain text in UTF-8"),
        ("blank.txt", "holds no text: leave it out"),
        ("dead.txt", "is no regular file: leave it out"),
        ("empty.html", "holds no text: leave it out"),
        ("empty.jsonl", "holds no articles: leave it out"),
        ("empty.txt", "holds no text: leave it out"),
        ("latin.txt", "is not UTF-8 (byte 0xe9 at offset 3): save it as UTF-8"),
        ("missing.txt", "no such file or folder: check the path"),
        ("none.json", "holds no articles: leave it out"),
        ("nothing", "holds no articles: give .txt, .md, .jsonl, .json, .html, .htm"),
        ("page.html", "holds no article that can be made out: save the article as plain text"),
        ("rows.jsonl:2", "is not JSON (Expecting value at column 1): mend it"),
        ("rows.jsonl:3", f"repeats the id 'a' of {tmp_path}/rows.jsonl:1: give every article its own"),
        ("rows.jsonl:4", "its text holds no text: leave the row out or give the words"),
    ]


def test_a_bomb_is_skipped_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "EXPANDED_LIMIT", 2**16)
    _write(tmp_path / "bomb.txt", gzip.compress(b"a" * 2**20))
    _write(tmp_path / "good.txt", gzip.compress(b"Words."))
    articles, [skipped] = read_articles([tmp_path])
    assert [article.text for article in articles] == ["Words."]
    assert "expand to more than" in skipped.reason


def test_places_sort_by_number(tmp_path: Path) -> None:
    path = _write(tmp_path / "rows.jsonl", "oops\n" * 11)
    assert [item.input for item in read_articles([path])[1]] == [f"{path}:{line}" for line in range(1, 12)]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_skipped(tmp_path: Path) -> None:
    path = _write(tmp_path / "closed.txt", "Words.")
    path.chmod(0)
    assert read_articles([path])[1] == [Skipped(str(path), "may not be read: check its permissions")]


def test_of_two_with_one_id_the_first_by_path_is_kept(tmp_path: Path) -> None:
    for one, other in (("a/rows.jsonl", "b/rows.jsonl"), ("c/same.md", "c/same.txt"), ("d.jsonl", "same.txt")):
        files = [
            _write(tmp_path / name, _row("same") if "rows" in name or "d." in name else "W") for name in (one, other)
        ]
        shown = [f"{file}:1" if file.suffix == ".jsonl" else str(file) for file in files]
        for inputs in (files, files[::-1]):
            articles, skipped = read_articles(inputs)
            assert [article.text for article in articles] == ["Words." if "jsonl" in one else "W"]
            reason = f"repeats the id 'same' of {files[0]}: give every article its own"
            assert skipped == [Skipped(shown[1], reason.replace(str(files[0]), shown[0]))]


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("x/courier/story.txt", "x/ledger/story.txt", "x/ledger/other.txt"):
        _write(tmp_path / name, "Words.")
    for inputs in ([tmp_path], [tmp_path / "x/ledger", tmp_path / "x/courier"]):
        articles, skipped = read_articles(inputs)
        assert skipped == []
        assert [(article.id, article.outlet) for article in articles] == [
            ("courier/story", "courier"),
            ("ledger/story", "ledger"),
            ("other", "ledger"),
        ]


def test_folders_of_one_name_are_told_apart_by_those_above(tmp_path: Path) -> None:
    for name in ("may/reed/story.txt", "june/reed/story.txt", "june/gull/story.html", "june/gull/alone.txt"):
        _write(tmp_path / name, "<p>Some words that are an article.</p>" if name.endswith("html") else "Words.")
    articles, skipped = read_articles([tmp_path])
    assert [article.id for article in articles] == ["alone", "june/gull/story", "june/reed/story", "may/reed/story"]
    assert [article.outlet for article in articles] == ["gull", "gull", "reed", "reed"]
    assert skipped == []


NAMES = st.tuples(st.lists(st.sampled_from("ab"), max_size=3), st.sampled_from(["s.txt", "s.md", "t.txt"]))


@settings(max_examples=40)
@given(st.sets(NAMES.map(lambda name: "/".join([*name[0], name[1]])), min_size=1), st.randoms(use_true_random=False))
def test_every_folder_s_story_has_an_id_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, names: set[str], chance: random.Random
) -> None:
    top = tmp_path_factory.mktemp("layout")
    inputs = [_write(top / name, "Words.") for name in sorted(names)]
    articles, skipped = read_articles(inputs)
    chance.shuffle(inputs)
    assert read_articles(inputs) == (articles, skipped)
    ids = {article.id for article in articles}
    stories = {name.rpartition(".")[0] for name in names}  # s.md and s.txt of one folder are one
    assert (len(ids), len(skipped)) == (len(stories), len(names) - len(stories))
    stems = [story.rpartition("/")[2] for story in stories]
    assert ids & {"s", "t"} == {stem for stem in stems if stems.count(stem) == 1}
    assert all(any(f"{top}/{story}".endswith(f"/{name}") for story in stories) for name in ids)


def test_a_file_that_cannot_be_read_renames_nothing(tmp_path: Path) -> None:
    for name in ("ok/a.txt", "ok/b.txt"):
        _write(tmp_path / name, "Words.")
    alone, _ = read_articles([tmp_path])
    assert [(article.id, article.outlet) for article in alone] == [("a", "a"), ("b", "b")]
    _write(tmp_path / "empty" / "a.txt", "")
    _write(tmp_path / "binary" / "b.txt", "\0")
    _write(tmp_path / "page" / "b.html", "<html></html>")
    articles, skipped = read_articles([tmp_path])
    assert articles == alone
    assert len(skipped) == 3


def test_a_file_given_twice_is_said_to_be(tmp_path: Path) -> None:
    path = _write(tmp_path / "reed.txt", "Words.")
    articles, skipped = read_articles([tmp_path, path])
    assert [article.id for article in articles] == ["reed"]
    assert skipped == [Skipped(str(path), "is given twice: name it once")]


def test_the_order_of_the_inputs_changes_nothing(tmp_path: Path) -> None:
    inputs: list[str | Path] = [
        _write(tmp_path / "one" / "x.txt", "Words."),
        _write(tmp_path / "two" / "x.txt", "Others."),
        _write(tmp_path / "rows.jsonl", _row("x") + _row("b") + "oops\n"),
        tmp_path / "two",
        tmp_path / "missing",
        "-",
    ]
    results = []
    for seed in range(8):
        random.Random(seed).shuffle(inputs)
        results.append(read_articles(inputs, stdin=io.BytesIO(_row("b", "Third.").encode())))
    assert all(result == results[0] for result in results)
    assert [article.id for article in results[0][0]] == ["b", "one/x", "two/x", "x"]


def test_standard_input_is_json_lines(tmp_path: Path) -> None:
    data = (_row("b", outlet="The Reed") + "oops\n" + _row("a")).encode()
    for stream in (io.BytesIO(data), io.BytesIO(gzip.compress(data))):
        articles, skipped = read_articles(["-"], stdin=stream)
        assert [(article.id, article.outlet) for article in articles] == [("a", None), ("b", "The Reed")]
        assert skipped == [Skipped("stdin:2", "is not JSON (Expecting value at column 1): mend it")]
    assert read_articles(["-"])[1] == [Skipped("stdin", "no standard input is at hand: name a file")]


def test_links_are_followed_once(tmp_path: Path) -> None:
    _write(tmp_path / "coverage" / "reed.txt", "Words.")
    (tmp_path / "coverage" / "loop").symlink_to(tmp_path / "coverage")
    _write(tmp_path / "elsewhere" / "gull.txt", "Words.")
    (tmp_path / "coverage" / "more").symlink_to(tmp_path / "elsewhere")
    articles, skipped = read_articles([tmp_path / "coverage"])
    assert [(article.id, article.outlet) for article in articles] == [("gull", "more"), ("reed", "coverage")]
    assert skipped == []


def test_a_pipe_in_a_folder_does_not_hang_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert Skipped(f"{tmp_path}/pipe.txt", "is no regular file: leave it out") in read_articles([tmp_path])[1]


def test_names_that_no_terminal_should_see(tmp_path: Path) -> None:
    try:
        _write(tmp_path / "a\x1b[31m\nb.txt", b"\xff")
        _write(tmp_path / "caf\udce9.txt", "Words.")
    except OSError:
        pytest.skip("this file system takes no such names")
    articles, [skipped] = read_articles([tmp_path])
    assert [(article.id, article.outlet) for article in articles] == [("caf\ufffd", "caf\ufffd")]
    assert skipped.input == f"{tmp_path}/a\\x1b[31m\\nb.txt"
    [skipped] = read_articles(["no\0where"])[1]
    assert skipped.input == "no\\x00where"
    assert "embedded null" in skipped.reason


def test_no_inputs_are_no_articles() -> None:
    assert read_articles([]) == ([], [])
