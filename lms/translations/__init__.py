"""The interface's sentences in its languages: one `.po` a language, compiled by the build."""
