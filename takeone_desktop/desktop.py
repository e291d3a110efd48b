"""Opens the window, builds the services behind it, and ends both in order."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QLocale
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from pipeline.errors import TakeOneError, Unavailable
from takeone_desktop import __version__
from takeone_desktop.settings import Settings, config_file, load_settings, own_workspace
from ui.files import folder
from ui.loop import Loop
from ui.settings.zoom import Zoom
from ui.shell.bug import BugDialog, report_of
from ui.shell.elsewhere import Elsewhere, Where
from ui.shell.memory import Memory
from ui.shell.pages import all_pages
from ui.shell.reach import Reach
from ui.shell.single import Single, call_forward
from ui.shell.window import MainWindow
from ui.stop_signals import on_stop_signal
from ui.tasks import Tasks

if TYPE_CHECKING:
    from takeone_desktop.assemble import Services

T = TypeVar("T")
Assemble = Callable[[Settings], "AbstractContextManager[Services]"]

TURN_SECONDS = 0.001
"""How long a thread may go on while others wait. A dozen work behind the window, and it may have
to wait for each of them in turn."""
WORK_SECONDS = 30
"""How long closing waits for background work of pages; what they stored stays."""
STORE_SECONDS = 3
"""How long closing waits for what pages still read or store."""

log = logging.getLogger(__name__)


def open_window(settings: Settings | None = None, assemble: Assemble | None = None) -> int:
    """Show the window until it is closed; the exit code. Raises `TakeOneError` when there
    can't be a window at all; what goes wrong behind it is said in the window."""
    settings = settings or load_settings()
    _need_display()
    Zoom(Memory(_place_of(settings)[0])).tell_qt()
    app = application()
    if call_forward(_place_of(settings)[0]):
        return 0
    last: MainWindow | None = None
    sample = False
    with asyncio.Runner(loop_factory=lambda: Loop(app)) as runner:
        while True:
            with _settings_of(settings, sample=sample) as chosen:
                window = make_window(app, chosen, like=last, sample=sample)
                single = Single(_place_of(chosen)[0])
                single.called.connect(window.come_forward)
                desk = Desk(app, window, chosen, assemble or _assemble, sample=sample)
                code = runner.run(desk.live())
                single.close()
            if desk.next is None:
                return code
            last, sample = window, desk.next.where is Where.SAMPLE
            if desk.next.where is Where.SHARED:
                settings = settings.model_copy(update={"workspace": desk.next.address})
            elif desk.next.where is Where.ALONE:
                settings = settings.model_copy(update={"workspace": own_workspace()})


def application() -> QApplication:
    """The one QApplication, not ended by closing a window."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("TakeOne")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("takeone")
    app.setWindowIcon(QIcon(str(folder("icons") / "app.svg")))
    app.setQuitOnLastWindowClosed(False)
    return app


def make_window(
    app: QApplication, settings: Settings, *, like: MainWindow | None = None, sample: bool = False
) -> MainWindow:
    """The window as it was left, without services yet; or `like` the one it comes after."""
    state_folder, name = _place_of(settings)
    memory = Memory(state_folder)
    if like is not None:
        memory.inherit(like.memory)
        like.deleteLater()
    ui = memory.context("ar" if QLocale.system().language() == QLocale.Language.Arabic else "en")
    ui.language.apply()
    ui.theme.apply(app)
    return MainWindow(ui, memory, all_pages(), name, sample=sample)


class Desk:
    """One life of the window: services are opened behind it and closed after it.

    Opening and closing happen in one thread of its own: it takes seconds, the workspace's lock
    belongs to the thread that took it, and the job library must stay off Qt's loop.
    """

    next: Elsewhere | None = None
    """What is opened after this life; None: nothing, the program ends."""

    def __init__(
        self,
        app: QApplication,
        window: MainWindow,
        settings: Settings,
        assemble: Assemble,
        *,
        sample: bool = False,
    ) -> None:
        self._app = app
        self._window = window
        self._settings = settings
        self._assemble = assemble
        self._sample = sample
        self._tasks = Tasks()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="services")
        self._open = ExitStack()
        self._failed = False
        self._reach: Reach | None = None

    async def live(self) -> int:
        """Show, open, wait for the wish to end, close."""
        stopping = asyncio.Event()
        self._window.close_wanted.connect(stopping.set)
        self._window.elsewhere_wanted.connect(self._go)
        self._app.aboutToQuit.connect(self._window.close)
        before = sys.excepthook
        sys.excepthook = self._show_bug
        self._window.show()
        try:
            with on_stop_signal(lambda: self._window.close()):
                opening = asyncio.create_task(self._open_services())
                await stopping.wait()
                await asyncio.gather(opening, return_exceptions=True)  # it said itself what failed
                await self._close()
        finally:
            sys.excepthook = before
            self._thread.shutdown(wait=False)
        return 3 if self._failed else 0

    async def _open_services(self) -> None:
        try:
            services, empty = await self._in_thread(self._enter)
        except TakeOneError as error:
            self._failed = True
            self._window.fail(str(error), shared="://" in self._settings.workspace)
        except Exception:
            self._failed = True
            log.exception("start failed")
            self._window.fail(self._window.ui.language.text("bug.title"))
            raise
        else:
            self._window.use(services, empty=empty)
            self._follow_alerts(services)
            if "://" in self._settings.workspace:
                self._reach = Reach(services.database, self._window)
                self._reach.changed.connect(self._window.show_reach)
                self._reach.start()

    def _enter(self) -> tuple[Services, bool]:
        # Imported here, in the services' thread: the window is painted meanwhile.
        from takeone_desktop.elsewhere import import_sample
        from takeone_desktop.logs import start_logging
        from takeone_desktop.workspace import locate

        start_logging(locate(self._settings.workspace).folder, self._settings.log_level)
        import_module("ui.review.page")  # the first page people open; 200 ms they need not wait for
        services = self._open.enter_context(self._assemble(self._settings))
        services.desk.warm_up()
        if self._sample:
            import_sample(services)
        services.engine.start()
        services.hearing.start()  # what other desks of the workspace do is shown here too
        services.orchestrator.start()
        services.watch.start()
        # What the program is made of stays: whenever new things have piled up, the collector
        # would walk over all of it, and the window stand still for a quarter of a second.
        gc.freeze()
        sys.setswitchinterval(TURN_SECONDS)
        return services, is_empty(services)

    def _follow_alerts(self, services: Services) -> None:
        from ui.overview.notices import Notices  # after the first page is on its way

        self._notices = Notices(self._window, services.database, services.alerts)

    def _go(self, wish: Elsewhere) -> None:
        self._tasks.start("elsewhere", self._go_elsewhere(wish))

    async def _go_elsewhere(self, wish: Elsewhere) -> None:
        from takeone_desktop.elsewhere import join_shared

        try:
            if wish.where is Where.SHARED:
                await self._in_thread(partial(join_shared, wish.address))
        except TakeOneError as error:
            self._window.stay(error)
            return
        self.next = wish
        self._window.close()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def _close(self) -> None:
        if self._reach is not None:
            self._reach.stop()
        await self._window.stop_work(WORK_SECONDS)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        if others:  # what was typed last is being stored
            await asyncio.wait(others, timeout=STORE_SECONDS)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._in_thread(self._open.close)
        self._window.hide()

    def _show_bug(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.error("bug", exc_info=(kind, error, trace))
        BugDialog.show_once(
            self._window.ui, report_of(kind, error, trace, __version__), self._window
        )


def _settings_of(settings: Settings, *, sample: bool) -> AbstractContextManager[Settings]:
    if not sample:
        return nullcontext(settings)
    from takeone_desktop.elsewhere import sample_settings

    return sample_settings(settings)


def is_empty(services: Services) -> bool:
    """Whether no message ever came into the workspace."""
    from db.queries.messages import newest_id

    with services.database.reading() as session:
        return newest_id(session) == 0


def _assemble(settings: Settings) -> AbstractContextManager[Services]:
    # Imported here, in the services' thread: the job library takes two seconds to load.
    from takeone_desktop.assemble import assemble

    return assemble(settings)


def _place_of(settings: Settings) -> tuple[Path, str]:
    """Where the window's state is kept, and the workspace's name. An address that is no
    workspace is said later, in the window."""
    if "://" not in settings.workspace:  # no need to load the database library for this
        state_folder = Path(settings.workspace).expanduser().absolute()
        return state_folder, str(state_folder)
    from takeone_desktop.workspace import locate

    try:
        place = locate(settings.workspace)
    except TakeOneError:
        return config_file().parent, settings.workspace
    return place.folder, place.name


def _need_display() -> None:
    # Qt would abort the process without a word a person understands.
    known = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in known):
        raise Unavailable(
            "There is no display for the window here. "
            "Name a command instead, like `takeone demo` or `takeone triage FILE`."
        )
