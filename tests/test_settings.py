from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.errors import SettingsError
from quotecheck.settings import Settings, load_settings, signature


def test_defaults_where_nothing_is_set(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_quotecheck_toml_wins_over_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.quotecheck]\nthreshold = 0.6\n")
    assert load_settings(tmp_path).threshold == 0.6
    (tmp_path / "quotecheck.toml").write_text("min-confidence = 0.25\n")
    assert load_settings(tmp_path) == Settings(min_confidence=0.25)


def test_pyproject_of_another_tool_is_no_setting(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nthreshold = 7\n")
    assert load_settings(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("quotecheck.toml", "threshold = ", "quotecheck.toml cannot be read"),
        ("quotecheck.toml", "treshold = 0.5", "'treshold', which is no setting"),
        ("quotecheck.toml", "threshold = 1.5", "in quotecheck.toml threshold is 1.5: give a number from 0 to 1"),
        ("pyproject.toml", "[tool.quotecheck]\nthreshold = 1.5", "in pyproject.toml threshold is 1.5"),
        ("quotecheck.toml", "threshold = nan", "threshold is nan"),
        ("quotecheck.toml", "threshold = true", "threshold is True"),
        ("quotecheck.toml", "model = 3", "model is 3"),
        ("quotecheck.toml", "allow-download = 'no'", "allow_download is 'no'"),
        ("pyproject.toml", "tool.quotecheck = 3", "make it a table"),
        ("pyproject.toml", "[tool.quotecheck]\nx = 1", "'x', which is no setting"),
    ],
)
def test_what_makes_no_sense_is_one_line(tmp_path: Path, name: str, content: str, said: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "quotecheck.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


def test_flags_win_and_none_is_no_flag() -> None:
    settings = Settings(threshold=0.6, model="m").with_flags(threshold=0.7, model=None)
    assert settings == Settings(threshold=0.7, model="m")
    with pytest.raises(SettingsError):
        settings.with_flags(threshold=-1)


@given(st.floats(0, 1), st.floats(0, 1))
def test_signature_names_what_a_result_depends_on(threshold: float, least: float) -> None:
    def signed(settings: Settings, encoder: str = "e@1", **constants: object) -> str:
        return signature(
            settings, version="1.0", encoder=encoder, tagger="t", judge="j", constants=constants or {"k": 1}
        )

    settings = Settings(threshold=threshold, min_confidence=least)
    assert signed(settings) == signed(settings)
    assert "e@1" in signed(settings)
    assert signed(settings) != signed(settings, encoder="e@2")
    assert signed(settings) != signed(settings, k=2)
    assert (signed(settings) == signed(Settings())) == (settings == Settings())
