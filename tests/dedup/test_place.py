"""Calls find their place among those known, on both databases."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db.session import Database
from pipeline.dedup.minhash import BANDS
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


TO_APPLY = CALL.text + "\nآخر موعد للتقديم 1 مارس"


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
        assert len(placement.bands) == BANDS + len({"551234567"})


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


@pytest.mark.parametrize(
    ("text", "fields", "reason"),
    [
        pytest.param(
            TO_APPLY.replace("1 مارس", "3 مارس"),
            {"deadline": date(2026, 3, 3)},
            "another deadline: 1/3/2026 in one, 3/3/2026 in the other",
            id="deadline",
        ),
        pytest.param(
            TO_APPLY.replace("1500", "1800"),
            {},
            "another pay: 1500 in one, 1800 in the other",
            id="pay",
        ),
        pytest.param(
            TO_APPLY.replace("0551234567", "0559876543"),
            {},
            "another contact: 551234567 in one, 559876543 in the other",
            id="contact",
        ),
    ],
)
def test_what_a_repost_may_change_makes_a_variant(
    database: Database, text: str, fields: dict[str, Any], reason: str
) -> None:
    """A card of its own in the same cluster, and met again by its own repeats."""
    call = replace(CALL, text=TO_APPLY)
    with database.writing() as session:
        shelf = Shelf(session)
        _, cluster = shelf.place(call)
        variant = replace(call, text=text, **fields)
        placement, same = shelf.place(variant)
        assert (placement.kind, same) == (PlacementKind.NEAR, cluster)
        assert reason in placement.reasons
        again, _ = shelf.place(replace(variant, text="منقول\n🔥 " + text))
        assert (again.kind, again.cluster_id) == (PlacementKind.EXACT, cluster)
        assert again.call_id != cluster
        assert shelf.count() == 2


def test_one_day_written_otherwise_is_no_difference(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        _, cluster = shelf.place(replace(CALL, text=TO_APPLY))
        text = TO_APPLY.replace("1 مارس", "01/03/2026").replace("الخميس 5 مارس", "٥-٣-٢٠٢٦")
        placement, same = shelf.place(replace(CALL, text=text))
        assert (placement.kind, same) == (PlacementKind.EXACT, cluster)


def test_a_moved_shoot_is_the_same_call_when_the_text_says_so(database: Database) -> None:
    with database.writing() as session:
        shelf = Shelf(session)
        _, cluster = shelf.place(CALL)
        moved = replace(CALL, text="تم تأجيل التصوير\n" + edited("5 مارس", "9 مارس").text)
        assert shelf.place(replace(moved, deadline=date(2026, 3, 4)))[1] == cluster


def test_calls_of_one_message_stay_apart(database: Database) -> None:
    """Though they read alike; and each is met again by its own repeat."""
    with database.writing() as session:
        shelf = Shelf(session)
        clusters: list[int] = []
        for _ in range(3):
            clusters.append(shelf.place(CALL, clusters)[1])
        assert len(set(clusters)) == 3
        again: list[int] = []
        for _ in range(3):
            placement, cluster = shelf.place(CALL, again)
            assert placement.kind is PlacementKind.EXACT
            again.append(cluster)
        assert again == clusters


def test_the_same_fields_of_another_project_are_another_call(database: Database) -> None:
    """A title that any call could have, a city, and nothing else in common."""
    with database.writing() as session:
        shelf = Shelf(session)
        one = Candidate(
            "TV commercial for a bank, Riyadh. Confident men in suits. 0551234567",
            title="TV commercial",
            location="Riyadh",
        )
        other = replace(one, text="TV commercial, Riyadh: kids who love juice. Call 0559876543")
        _, cluster = shelf.place(one)
        placement, apart = shelf.place(other)
        assert placement.kind is PlacementKind.NEW
        assert apart != cluster


def test_tomorrow_is_counted_from_the_day_of_posting(database: Database) -> None:
    text = "ابغى ٥ بنات كومبارس لمسلسل رمضاني {} من ٦ الصبح حي العارض\n0550001003"
    with database.writing() as session:
        shelf = Shelf(session)
        first = Candidate(text.format("بكره"), title="كومبارس", posted=date(2026, 11, 1))
        _, cluster = shelf.place(first)
        same_day = Candidate(text.format("٢ نوفمبر"), title="كومبارس", posted=date(2026, 11, 1))
        assert shelf.place(same_day)[1] == cluster
        later = Candidate(text.format("بعد بكره"), title="كومبارس", posted=date(2026, 11, 7))
        assert shelf.place(later)[1] != cluster


def test_a_rewording_beside_the_facts_is_the_same_call(database: Database) -> None:
    """The same contact, and none of the exchanged words says which call it is."""
    with database.writing() as session:
        shelf = Shelf(session)
        one = Candidate(
            "Extras for a drama series in Riyadh\nMen of all ages with beards, for a market scene\n"
            "Please send your photos quickly to 0551234567",
            title="Extras for a drama series",
            location="Riyadh",
            requirements="extras",
        )
        _, cluster = shelf.place(one)
        text = one.text.replace("send your photos quickly", "message two recent pictures")
        assert shelf.place(replace(one, text=text, requirements="all extras"))[1] == cluster


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
