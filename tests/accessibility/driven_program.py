"""The real window in a process of its own, told what to show by lines on its standard input.

Usage: ``driven_program.py FOLDER``. FOLDER gets a profile with a started assessment of a person, a carer and a
supporter, and two answers that a stranger must not come across. Each line is answered by a line when it is done.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEvent, QSocketNotifier
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QScrollArea, QWidget

from accessibility.words import PRIVATE_WORDS, PRIVATE_WORDS_TOPIC, SAID
from doorstep.assessment.answer import PERSON, WORKER
from doorstep.assessment.people import Carer, Person, Supporter
from doorstep.bootstrap import make_application
from doorstep.definition.model import Visibility
from doorstep.services.unlock import Profile
from doorstep.settings import Settings, ThemeChoice
from doorstep.ui.first_start import FirstStart
from doorstep.ui.shortcuts import Deed
from doorstep.ui.window import MainWindow
from services.profiles import CHEAP, PASSPHRASE, ROSA


def started_window(folder: Path) -> MainWindow:
    """Return the window, unlocked, at the topic in which the private words stand."""
    profile = Profile(folder, kdf=CHEAP)
    window = MainWindow(profile, Settings(theme=ThemeChoice.LIGHT))
    first_start = window.pages.currentWidget()
    assert isinstance(first_start, FirstStart)
    workspace = profile.create(PASSPHRASE, ROSA)
    opened = workspace.assessments.start(Person(id="pp", name="Everald Josiah Pennant", preferred_name="Mr Pennant"))
    opened.put_party(Carer(id="p1", name="Marcia Pennant-Doyle", relationship="daughter"))
    opened.put_party(Supporter(id="p3", name="Siobhán Mulqueen", relationship="neighbour"))
    said, noted = PRIVATE_WORDS
    opened.answer(SAID, said, voice=PERSON)
    opened.answer(SAID, noted, voice=WORKER, visibility=Visibility.WORKER_ONLY)
    first_start.created.emit(workspace)
    window.open_assessment(opened.record_id)
    show_topic(window, PRIVATE_WORDS_TOPIC)
    return window


def show_topic(window: MainWindow, link_id: str) -> None:
    """Show a topic with all its questions."""
    assert window.assessment is not None
    page = window.assessment.open_topic(link_id)
    page.stand_again(tuple(item.link_id for item in page.topic.items))
    page.finish_building()


def plant_faults(window: MainWindow) -> None:
    """Put a field without a name and a list without a label into the window: what the test must find."""
    for planted in (QLineEdit(window.centralWidget()), QComboBox(window.centralWidget())):
        planted.setObjectName("planted")
        planted.show()


def remove_faults(window: MainWindow) -> None:
    """Take the planted faults away again."""
    for planted in window.findChildren(QWidget, "planted"):
        planted.deleteLater()


def widen(window: MainWindow) -> None:
    """Make the topic in sight wider than its room: what the test must find."""
    assert window.assessment is not None
    page = window.assessment.pages.page()
    assert page is not None
    page.widget().setMinimumWidth(2 * window.width())


def sideways(window: MainWindow) -> str:
    """Return the size of the window, and how many of the scroll areas in sight can be scrolled sideways."""
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    wide = [area for area in areas if area.horizontalScrollBar().maximum() or area.horizontalScrollBar().isVisible()]
    return f"{window.width()}x{window.height()} areas={len(areas)} sideways={len(wide)}"


def obey(window: MainWindow, line: str) -> str:
    """Do what a line says and return the answer."""
    verb, _, words = line.strip().partition(" ")
    match verb:
        case "topic":
            show_topic(window, words)
        case "deed":
            window.do(Deed[words])
        case "assessment":
            assert window.workspace is not None
            window.open_assessment(window.workspace.assessments.list()[0].record_id)
        case "home":
            window.show_home()
        case "plant":
            plant_faults(window)
        case "unplant":
            remove_faults(window)
        case "widen":
            widen(window)
        case "resize":
            width, height = words.split("x")
            window.resize(int(width), int(height))
    for _ in range(5):  # what was put off: layouts, what is thrown away later
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    return sideways(window) if verb == "sideways" else "done"


def main(folder: Path) -> int:
    """Show the window until the standard input ends."""
    application = make_application()
    window = started_window(folder)
    window.show()

    def read() -> None:
        line = sys.stdin.readline()
        if line:
            print(obey(window, line), flush=True)
        else:
            application.quit()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(read)
    print("ready", flush=True)
    code = application.exec()
    window.close()
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
