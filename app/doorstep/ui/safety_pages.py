"""The pages about the laptop itself: what would be stolen with it, its passphrase, its copies; one leads to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from doorstep.ui.backup_page import BackupPage
from doorstep.ui.passphrase_page import PassphrasePage
from doorstep.ui.risk_page import RiskPage
from doorstep.ui.second_key_page import SecondKeyPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from doorstep.services.unlock import Profile
    from doorstep.services.workspace import Workspace
    from doorstep.ui.page_stack import PageStack
    from doorstep.ui.sheet import Sheet
    from doorstep.ui.theme import Theme


class SafetyPages(QObject):
    """Shows them over the page in sight. ``restored`` tells that the vault was put back, and is closed."""

    restored = Signal()

    def __init__(
        self, workspace: Workspace, profile: Profile, theme: Theme, today: Callable[[], date], pages: PageStack
    ) -> None:
        super().__init__(pages)
        self._workspace = workspace
        self._profile = profile
        self._theme = theme
        self._today = today
        self._pages = pages

    def show_risk(self) -> RiskPage:
        """Show what would be at stake if the laptop were stolen now."""
        page = RiskPage(self._workspace, self._theme, self._today())
        page.passphrase_wanted.connect(self.show_passphrase)
        page.copies_wanted.connect(self.show_copies)
        page.second_key_wanted.connect(self.show_second_key)
        page.refresh()
        self._show(page)
        return page

    def show_passphrase(self) -> PassphrasePage:
        """Show where the passphrase is changed."""
        page = PassphrasePage(self._workspace, self._profile, self._theme)
        self._show(page)
        return page

    def show_second_key(self) -> SecondKeyPage:
        """Show where a second key in the laptop's keystore is asked for."""
        page = SecondKeyPage(self._workspace, self._theme)
        self._show(page)
        return page

    def show_copies(self) -> BackupPage:
        """Show snapshots and second copies."""
        page = BackupPage(self._workspace, self._theme)
        page.restored.connect(self.restored)
        page.refresh()
        self._show(page)
        return page

    def _show(self, page: Sheet) -> None:
        page.closed.connect(self._pages.go_back)
        self._pages.show_over(page)
        page.focus_first()
