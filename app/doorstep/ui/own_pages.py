"""The pages behind the work: local help, the lists and texts in use, the worker's own page. Shown over any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doorstep.assessment.change import Change

if TYPE_CHECKING:
    from doorstep.ui.assessment_page import AssessmentPage
    from doorstep.ui.sheet import Sheet
    from doorstep.ui.window import MainWindow


class OwnPages:
    """Shows them in a window; nothing while the vault is locked."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show_directory(self) -> None:
        """Show local help; from an assessment, help can be added to the person's copy."""
        workspace, page = self._window.workspace, self._assessment()
        if workspace is None:
            return
        from doorstep.ui.directory_page import DirectoryPage  # reads the packs

        opened = page.assessment if page is not None else None
        directory = DirectoryPage(workspace.packs, opened, self._window.theme)
        if page is not None:
            directory.added.connect(lambda: page.after_change(Change(rows=(("in_community", ()),))))
        directory.packs_wanted.connect(self.show_packs)
        self._show(directory)

    def show_packs(self) -> None:
        """Show which packs are in use."""
        workspace = self._window.workspace
        if workspace is not None:
            from doorstep.ui.packs_page import PacksPage  # as for the directory

            self._show(PacksPage(workspace.packs, self._window.theme))

    def show_profile(self) -> None:
        """Show the worker's own page."""
        workspace = self._window.workspace
        if workspace is not None:
            from doorstep.ui.own_profile import OwnProfile  # only when asked for

            self._show(OwnProfile(workspace, self._window.theme, self._window.today()))

    def _assessment(self) -> AssessmentPage | None:
        """The assessment in sight, or under a page that is shown over it."""
        page = self._window.assessment
        return page if page is not None and self._window.pages.currentWidget() is page else None

    def _show(self, page: Sheet) -> None:
        """Show a page over the one in sight, unless it is there already."""
        if self._window.pages.page_name == page.objectName():
            page.deleteLater()
            return
        self._window.over.look_at(page)
