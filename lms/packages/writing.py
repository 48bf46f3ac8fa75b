"""Writing the files of a package: one way to write each thing, so that a difference shows only what changed."""

from typing import Any

import yaml

from lms.packages.yaml_text import is_plain_text

_WIDTH = 110


class _Writer(yaml.SafeDumper):
    """Lists are indented under their key; a text with line breaks is a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """What stands in two places is written out twice: `read_yaml` takes no aliases."""
        return True


def _represent_text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None if is_plain_text(text) else '"'
    if "\n" in text and not text.startswith((" ", "\n")):
        style = "|"
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_number(writer: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    text = repr(number)  # `5e-324` would need a tag: YAML asks for a point before the exponent
    return writer.represent_scalar("tag:yaml.org,2002:float", text if "." in text else text.replace("e", ".0e"))


_Writer.add_representer(str, _represent_text)
_Writer.add_representer(float, _represent_number)


def write_yaml(value: Any) -> str:
    """A document that `read_yaml` reads as the same value; mappings keep their order."""
    return yaml.dump(value, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=_WIDTH)
