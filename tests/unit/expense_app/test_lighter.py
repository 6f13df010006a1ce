"""How the framework's browser side is built with fewer parts, and that what could need them is noticed."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from reflex_base.compiler.templates import vite_config_template

from backend.cli.tools import KEPT, environment
from expense_app.lighter import Lighter, bundled, cookieless, without_window

CONFIG = vite_config_template(base="/", hmr=False, force_full_reload=False, experimental_hmr=False, sourcemap=False)


def run(tmp_path: Path, script: str) -> Any:
    """What a script says that imports our parts, as they lie beside it."""
    for place, text in Lighter().get_static_assets():
        (tmp_path / place.name).write_text(text)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "try.js").write_text(script)
    env = environment()
    said = subprocess.run([KEPT / "bin" / "node", "try.js"], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    return json.loads(said.stdout)


def test_the_framework_still_has_the_configuration_that_is_rewritten() -> None:
    config = bundled(CONFIG)
    assert config.index("lighter(),") < config.index("reactRouter(),")
    assert "together," in config
    assert bundled(config) == config


def test_a_changed_configuration_fails_the_build() -> None:
    with pytest.raises(RuntimeError, match="look at Lighter again"):
        bundled("export default {}")


def test_the_frame_lays_no_library_open() -> None:
    spec = find_spec("reflex_base.compiler.templates")
    assert spec is not None
    assert spec.origin is not None
    assert "window.__reflex = {{" in Path(spec.origin).read_text(), "the framework lays them open in another way now"
    assert without_window('f(() => {\n  window.__reflex = {\n  "react": React,\n};\n}, []);') == "f(() => {\n  \n}, []);"


def test_a_var_kept_in_a_cookie_fails_the_build() -> None:
    assert cookieless('const clientStorage = {"cookies": {}, "local_storage": {}}')
    with pytest.raises(RuntimeError, match=r"rx\.Cookie"):
        cookieless('const clientStorage = {"cookies": {"a": {}}, "local_storage": {}}')


def test_objects_are_merged_all_the_way_down_and_the_second_one_wins(tmp_path: Path) -> None:
    script = """import { mergician } from "./merge.js";
const first = { style: { color: "red", gap: 1 }, list: [1, 2], own: null };
const second = { style: { color: "blue" }, list: [3], more: { a: 1 } };
console.log(JSON.stringify([mergician(first, second), first]));"""
    merged, untouched = run(tmp_path, script)
    assert merged == {"style": {"color": "blue", "gap": 1}, "list": [3], "own": None, "more": {"a": 1}}
    assert untouched["style"] == {"color": "red", "gap": 1}


@pytest.mark.parametrize(("style", "refused"), [('["color"] : "red"', False), ('["color"] : "red", ["&:hover"] : ({})', True)])
def test_a_style_with_a_rule_in_it_fails_the_build(tmp_path: Path, style: str, refused: bool) -> None:
    page = json.dumps(f'jsx("p",{{css:({{ {style} }})}},)')
    script = f"""import lighter from "./vite.js";
let said = "";
lighter().transform.call({{ error: (words) => {{ said = words; }} }}, {page}, "/a/.web/app/routes/page.jsx");
console.log(JSON.stringify(said));"""
    assert ("stylesheet" in str(run(tmp_path, script))) is refused
