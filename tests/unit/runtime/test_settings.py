"""`.env.example` explains every setting, and reading it changes nothing."""

from backend.cli.tools import ROOT
from backend.core.settings import Settings

EXAMPLE = ROOT / ".env.example"


def test_every_setting_is_explained() -> None:
    lines = [line for line in EXAMPLE.read_text().splitlines() if line and not line.startswith("#")]
    known = {str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()}
    assert {line.partition("=")[0] for line in lines} == known


def test_a_copy_of_the_example_changes_nothing(monkeypatch) -> None:
    for name, field in Settings.model_fields.items():
        monkeypatch.delenv(str(field.validation_alias or name).upper(), raising=False)
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)
