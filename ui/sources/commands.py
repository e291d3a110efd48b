"""What the keys and buttons of the page of sources do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from db.models import Source, SourceState
from pipeline.errors import Invalid, Rejected, TakeOneError
from pipeline.sources.catalogue import Draft, Listed
from ui.i18n import isolate
from ui.shell.page import Frame, Work
from ui.shell.services import UiServices
from ui.sources.asking import CANCELLED, run_now, try_out
from ui.sources.form_view import Purpose
from ui.sources.pane import DETAIL, FORM, KINDS, TRY, Pane
from ui.sources.words import Words
from ui.tasks import Tasks


class Commands(QObject):
    """Works on the current source. Whoever made it lists the sources anew on `changed`."""

    changed = Signal()
    chosen = Signal(int)
    """A source that should be the current one now."""
    left = Signal()
    """Nothing is being done any more: the list has the keys."""

    def __init__(
        self,
        frame: Frame,
        services: UiServices,
        words: Words,
        pane: Pane,
        listed: Callable[[], Sequence[Listed]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._frame = frame
        self._services = services
        self._words = words
        self._pane = pane
        self._listed = listed
        self._by = services.settings.user
        self._catalogue = services.catalogue
        self._removed: tuple[int, str] | None = None
        self._tried: Draft | None = None
        self.works: dict[int, Work] = {}
        self.tasks = Tasks(self)
        self.tasks.problem.connect(self._told)
        pane.kinds.chosen.connect(self.choose_kind)
        pane.tried.retry.connect(self._try_again)

    @property
    def current(self) -> Listed | None:
        """The source whose detail is shown."""
        shown = self._pane.detail.shown
        return shown.one if shown is not None and self._listed() else None

    @property
    def can_undo(self) -> bool:
        """Whether a source that was deleted can come back."""
        return self._removed is not None

    # Making and changing.

    def new(self) -> None:
        """Ask of which kind a new source is."""
        self._pane.turn_to(KINDS)
        self._pane.kinds.begin(first=not self._listed())

    def choose_kind(self, adapter: str) -> None:
        """Fill in a new source of a kind."""
        self._begin(Draft(adapter, ""), Purpose("sources.form.new", ""))

    def edit(self) -> None:
        """Change the current source."""
        if (one := self.current) is not None:
            draft = self._catalogue.draft_of(one.source)
            self._begin(draft, Purpose("sources.form.change", one.source.name, one.source.id))

    def duplicate(self) -> None:
        """Fill in a source like the current one, of another place."""
        if (one := self.current) is not None:
            draft = replace(self._catalogue.draft_of(one.source), identifier="", name="")
            self._begin(draft, Purpose("sources.form.like", one.source.name))

    def save(self) -> None:
        """Keep what the form says, unless something is wrong with it."""
        form = self._pane.form.form
        if form is not None and form.is_fine() and not self.tasks.running("save"):
            self.tasks.start("save", self._save(form.draft, self._pane.form.purpose))

    def leave(self) -> None:
        """Go back to where one came from; a form keeps nothing."""
        self.tasks.cancel("try")
        form = self._pane.form.form
        if self._pane.came_from_form and form is not None:
            self._pane.turn_to(FORM)
            form.fields["identifier"].box.setFocus()
            self._look_for_key(form.kind.key)
            return
        self._home(DETAIL if self._listed() else KINDS)

    def _begin(self, draft: Draft, purpose: Purpose) -> None:
        self._pane.turn_to(FORM)
        self._pane.form.begin(draft, purpose)
        self._look_for_key(self._words.kinds[draft.adapter].key)

    def _look_for_key(self, key: str | None) -> None:
        if key is not None:
            self.tasks.start("place", self._show_place_in_form(key))

    async def _show_place_in_form(self, key: str) -> None:
        self._pane.form.show_key(await asyncio.to_thread(self._services.keys.place, key))

    async def _save(self, draft: Draft, purpose: Purpose) -> None:
        view = self._pane.form
        view.show_busy(True)
        try:
            if purpose.source_id is None:
                source_id = await asyncio.to_thread(self._catalogue.add, draft, by=self._by)
            else:
                source_id = purpose.source_id
                await asyncio.to_thread(self._catalogue.change, source_id, draft, by=self._by)
        except (Invalid, Rejected) as error:
            if view.form is not None:
                view.form.refuse(self._frame.ui.language.sentence(error))
            return
        finally:
            view.show_busy(False)
        new = purpose.source_id is None
        self._toast("sources.done.added" if new else "sources.done.changed")
        self.chosen.emit(source_id)
        self._home(DETAIL)

    # Asking.

    def run(self) -> None:
        """Ask the current source now, or stop asking it."""
        shown = self._pane.detail.shown
        if shown is None:
            return
        if shown.asking:
            if shown.mine:
                self._services.orchestrator.cancel(shown.one.source.id)
            return
        self.tasks.start(f"run-{shown.one.source.id}", self._run(shown.one.source))

    async def _run(self, source: Source) -> None:
        text = self._frame.ui.language.text
        work = Work(text("sources.work", name=isolate(source.name), n=0))
        work.cancelled.connect(lambda: self._services.orchestrator.cancel(source.id))
        self.works[source.id] = work
        self._frame.show_work(work)
        try:
            outcome = await run_now(self._services.orchestrator, source.id)
        finally:
            self.works.pop(source.id, None)
            work.finish()
        if outcome == CANCELLED:
            self._toast("sources.done.stopped")
        else:
            await self._say_run(source)
        self.changed.emit()

    async def _say_run(self, source: Source) -> None:
        runs = await asyncio.to_thread(self._catalogue.runs, source.id)
        language = self._frame.ui.language
        if runs and runs[0].error:
            self._frame.toast(f"{isolate(source.name)}: {language.sentence(runs[0].error)}")
        elif runs:
            new = language.plural("sources.done.ran", runs[0].stored, all=runs[0].fetched)
            self._frame.toast(f"{isolate(source.name)}: {new}")

    def try_current(self) -> None:
        """Show what the current source would bring."""
        if (one := self.current) is not None:
            self._try(self._catalogue.draft_of(one.source), one.source.name)

    def try_draft(self) -> None:
        """Show what the source in the form would bring."""
        form = self._pane.form.form
        if form is not None and form.is_fine():
            draft = form.draft
            self._try(draft, draft.name or draft.identifier)

    def _try(self, draft: Draft, name: str) -> None:
        self._tried = draft
        kind = self._words.kinds[draft.adapter]
        self._pane.turn_to(TRY)
        self._pane.tried.begin(name, kind.service or isolate(draft.identifier))
        self.tasks.start("try", self._try_out(draft))

    def _try_again(self) -> None:
        if self._tried is not None:
            self._try(self._tried, self._tried.name or self._tried.identifier)

    async def _try_out(self, draft: Draft) -> None:
        try:
            tried = await try_out(self._services, draft)
        except TakeOneError as error:
            self._pane.tried.show_problem(str(error))
            return
        self._pane.tried.show_tried(tried)

    # Resting and going.

    def pause(self) -> None:
        """Pause the current source, or ask it again."""
        if (one := self.current) is not None:
            rests = one.source.state == SourceState.ACTIVE
            self.tasks.start("act", self._pause(one.source.id, rests=rests))

    async def _pause(self, source_id: int, *, rests: bool) -> None:
        act = self._catalogue.pause if rests else self._catalogue.resume
        await asyncio.to_thread(act, source_id, by=self._by)
        self._toast("sources.done.paused" if rests else "sources.done.resumed")
        self.changed.emit()

    def pause_all(self, *, held: bool) -> None:
        """Let all sources rest, or have them asked again."""
        self.tasks.start("act", self._pause_all(held=held))

    async def _pause_all(self, *, held: bool) -> None:
        act = self._catalogue.resume_all if held else self._catalogue.pause_all
        await asyncio.to_thread(act, by=self._by)
        self._toast("sources.done.resumed_all" if held else "sources.done.paused_all")
        self.changed.emit()

    def delete(self) -> None:
        """Ask whether the current source shall go."""
        if self.current is not None:
            self._pane.detail.ask_to_delete(True)

    def keep(self) -> None:
        """It stays."""
        self._pane.detail.ask_to_delete(False)

    def delete_surely(self) -> None:
        """It goes."""
        self._pane.detail.ask_to_delete(False)
        if (one := self.current) is not None:
            self.tasks.start("act", self._delete(one.source))

    async def _delete(self, source: Source) -> None:
        before = await asyncio.to_thread(self._catalogue.remove, source.id, by=self._by)
        self._removed = source.id, before
        text = self._frame.ui.language.text
        self._frame.toast(
            text("sources.done.deleted", name=isolate(source.name)),
            text("action.undo"),
            self.undo,
            key="U",
        )
        self.changed.emit()

    def undo(self) -> None:
        """Bring back what was deleted last."""
        if self._removed is not None:
            self.tasks.start("act", self._undo(*self._removed))

    async def _undo(self, source_id: int, state: str) -> None:
        back = self._catalogue.pause if state == SourceState.PAUSED else self._catalogue.resume
        await asyncio.to_thread(back, source_id, by=self._by)
        self._removed = None
        self._toast("sources.done.back")
        self.chosen.emit(source_id)
        self.changed.emit()

    # Saying.

    def _home(self, face: str) -> None:
        self._pane.turn_to(face)
        self.left.emit()
        self.changed.emit()

    def _toast(self, key: str) -> None:
        self._frame.toast(self._frame.ui.language.text(key))

    def _told(self, problem: object) -> None:
        self._frame.tell(problem)
        self.changed.emit()
