"""Calls find their place among those known, on both databases."""

from dataclasses import replace
from datetime import date

from db.queries import near
from db.session import Database
from pipeline.dedup.place import Candidate, PlacementKind, find_cluster
from tests.dedup.generated import posts
from tests.dedup.shelf import Shelf

CALL = Candidate(
    "مطلوب ممثلين لإعلان في الرياض\nالعمر: من 20 إلى 30\nالتصوير يوم الخميس 5 مارس\n"
    "الأجر: 1500 ريال\nللتواصل 0551234567",
    title="ممثلين لإعلان",
    location="الرياض",
    requirements="العمر: من 20 إلى 30",
    deadline=date(2026, 3, 1),
)


def edited(old: str, new: str) -> Candidate:
    return replace(CALL, text=CALL.text.replace(old, new))


def test_the_first_call_is_new_and_its_repeat_exact(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        first, cluster = shelf.place(CALL)
        again, same = shelf.place(replace(CALL, text="منقول\n" + CALL.text))
        assert first.kind is PlacementKind.NEW
        assert again.kind is PlacementKind.EXACT
        assert (again.call_id, same) == (cluster, cluster)
        assert again.reasons == (f"title, place and requirements are those of call {cluster}",)
        assert shelf.count() == 1


def test_a_call_with_other_wording_is_near(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        _, cluster = shelf.place(CALL)
        placement, same = shelf.place(
            replace(edited("الأجر: 1500 ريال\n", ""), requirements="العمر 20-30 سنة")
        )
        assert (placement.kind, same) == (PlacementKind.NEAR, cluster)
        assert placement.reasons[0] == f"near call {cluster}"
        assert len(placement.bands) == 32


def test_the_same_form_for_another_city_is_new(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        _, cluster = shelf.place(CALL)
        placement, other = shelf.place(replace(edited("الرياض", "جدة"), location="جدة"))
        assert placement.kind is PlacementKind.NEW
        assert other != cluster
        assert placement.reasons[0] == f"like call {cluster}, but not the same"


def test_the_same_fields_for_another_day_are_another_call(database: Database) -> None:
    """Title, place and requirements of a weekly call don't change; its day does."""
    with database.writing() as session:
        shelf = Shelf(session)
        _, cluster = shelf.place(CALL)
        later = replace(edited("5 مارس", "12 مارس"), deadline=date(2026, 3, 8))
        placement, other = shelf.place(later)
        assert placement.kind is PlacementKind.NEW
        assert other != cluster
        again, same = shelf.place(later)
        assert (again.kind, same) == (PlacementKind.EXACT, other)


def test_calls_without_fields_are_told_apart_by_their_text(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        _, one = shelf.place(Candidate("نبي شباب للتصوير بكرة"))
        placement, other = shelf.place(Candidate("Extras wanted in Doha on Friday"))
        assert placement.kind is PlacementKind.NEW
        assert one != other
        assert shelf.place(Candidate("EXTRAS wanted in Doha, on Friday!"))[1] == other


def test_a_text_without_words_is_placed(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        placement, cluster = shelf.place(Candidate("🎬"))
        assert (placement.kind, placement.bands) == (PlacementKind.NEW, ())
        assert shelf.place(Candidate("🎥"))[1] == cluster


def test_edits_of_edits_do_not_lead_to_another_call(database: Database) -> None:
    """The day is lost on the way, and another put in its place."""
    with database.writing() as session:
        shelf = Shelf(session)
        text = replace(CALL, title=None, deadline=None)
        day = "التصوير يوم الخميس 5 مارس\n"
        _, cluster = shelf.place(text)
        _, near_it = shelf.place(replace(text, text=text.text.replace(day, "")))
        _, other = shelf.place(
            replace(text, text=text.text.replace(day, "التصوير يوم الاحد 9 مارس\n"))
        )
        assert near_it == cluster
        assert other != cluster


def test_placing_writes_nothing(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        shelf.place(CALL)
        looked = edited("1500", "1700")
        assert find_cluster(session, looked) == find_cluster(session, looked)
        assert shelf.count() == 1


def test_a_form_used_a_hundred_times_hides_no_repeat(database: Database) -> None:
    """The repeat of the first is found although a hundred siblings came after it."""
    with database.writing() as session:
        shelf = Shelf(session)
        clusters = [
            shelf.place(Candidate(edited("0551234567", "").text.replace("30", str(30 + n))))[1]
            for n in range(120)
        ]
        assert len(set(clusters)) == 120
        placement, cluster = shelf.place(
            Candidate("عاجل\n" + edited("للتواصل 0551234567", "بالتوفيق").text)
        )
        assert (placement.kind, cluster) == (PlacementKind.NEAR, clusters[0])


def test_dropped_bands_find_nothing(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        placement, cluster = shelf.place(CALL)
        assert near.sharing(session, placement.bands, 5) == {
            band: [cluster] for band in placement.bands
        }
        near.drop_bands(session, cluster)
        assert near.sharing(session, placement.bands, 5) == {}


def test_a_stream_of_posts_is_sorted_out(database: Database) -> None:
    """Precision at least .98 and recall at least .95 over a stream, each post seen once."""
    with database.writing() as session:
        shelf = Shelf(session)
        truths: dict[int, int] = {}
        seen: set[int] = set()
        right = wrong = missed = 0
        for post in posts(1200, seed=5):
            placement, cluster = shelf.place(Candidate(post.text))
            if placement.kind is PlacementKind.NEW:
                truths[cluster] = post.truth
                missed += post.truth in seen
            elif truths[cluster] == post.truth:
                right += 1
            else:
                wrong += 1
            seen.add(post.truth)
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.95
