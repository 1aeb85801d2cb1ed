"""The logger of the plugin, and the lines that it logs once."""

from __future__ import annotations

from mkdocs.plugins import get_plugin_logger

from knotwork.report.coloured_log import with_severity

log = get_plugin_logger("knotwork")
log.logger.addFilter(with_severity)


class Notices:
    """Lines that would be the same in each build of one server."""

    def __init__(self) -> None:
        self._logged: set[str] = set()

    def once(self, line: str) -> None:
        """Log a line in the first build only; no warning, as `--strict` may go on."""
        if line not in self._logged:
            log.info(line)
        self._logged.add(line)
