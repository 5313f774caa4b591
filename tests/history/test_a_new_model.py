"""A model of a new feature keeps a history with what it declares itself: nothing else of the tool knows of it."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import pytest
from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool import db, history
from lti_tool.errors import Conflict, RuleBroken
from lti_tool.history import Field, Tracked, Tracking, tracked
from lti_tool.history.merging import set_merged
from lti_tool.history.past import past_of
from lti_tool.history.undoing import undo
from lti_tool.people.models import Person


class Kind(Enum):
    VISIT = "visit"
    CALL = "call"


@pytest.fixture
def agreement(app, maija):
    """The feature: its model, in a table of its own that goes with the test."""

    class SampleAgreement(Tracked, db.Base):
        __tablename__ = "sample_agreement"
        id: Mapped[int] = mapped_column(primary_key=True)
        organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
        begins_on: Mapped[date | None]
        ends_on: Mapped[date | None]
        told_at: Mapped[datetime | None]
        price: Mapped[Decimal | None]
        kind: Mapped[Kind | None]
        is_archived: Mapped[bool] = mapped_column(default=False)
        version: Mapped[int] = mapped_column()
        __mapper_args__ = {"version_id_col": version}
        tracking = Tracking(
            acts={"sample_agreement.add": "Agreed", "sample_agreement.edit": "Changed"},
            fields={"begins_on": Field("Begins"), "ends_on": Field("Ends"), "price": Field("Price")},
        )

    engine = app.extensions["hoitomalli_engines"]["writing"]
    SampleAgreement.__table__.create(engine)
    yield SampleAgreement
    SampleAgreement.__table__.drop(engine)
    db.Base.metadata.remove(SampleAgreement.__table__)
    del tracked.tracked_models["sample_agreement"]
    db.Base.registry._dispose_cls(SampleAgreement)


@pytest.fixture
def acting(app, agreement):
    with app.test_request_context(method="POST", headers={"Accept-Language": "en"}):
        yield db.session.scalars(select(Person)).first()


@pytest.fixture
def row(agreement, acting):
    with history.act("sample_agreement.add", "", acting):
        row = agreement(
            organisation_id=acting.organisation_id,
            begins_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            told_at=db.now(),
            price=Decimal("10.50"),
            kind=Kind.VISIT,
        )
        db.session.add(row)
    db.session.commit()
    return row


def test_dates_decimals_and_enums_survive_the_log(row, acting):
    before = (row.begins_on, row.told_at, row.price, row.kind)
    with history.act("sample_agreement.edit", "", acting) as act:
        row.begins_on = None
        row.told_at = None
        row.price = Decimal("0.10")
        row.kind = Kind.CALL
    undo(act.change_set, acting)
    db.session.commit()
    db.session.expire_all()
    assert (row.begins_on, row.told_at, row.price, row.kind) == before


def test_its_acts_and_fields_have_the_names_it_declares(row, acting):
    with history.act("sample_agreement.edit", "", acting):
        row.price = Decimal("11")
    past = past_of([row])
    assert [one.words for one in past.acts] == ["Changed", "Agreed"]
    assert [(line.name, line.before, line.after) for line in past.acts[0].lines] == [("Price", "10.50", "11")]


def ends_after_it_begins(values):
    if values["begins_on"] > values["ends_on"]:
        raise RuleBroken("ends_on", "It ends before it begins.")


def test_two_ends_of_a_span_that_break_the_rule_only_together_are_a_conflict(row, acting):
    made_from = row.version
    with history.act("sample_agreement.edit", "", acting):
        row.begins_on = date(2026, 6, 1)
    with pytest.raises(Conflict) as conflict:
        set_merged(row, {"begins_on": date(2026, 1, 1), "ends_on": date(2026, 3, 1)}, made_from, ends_after_it_begins)
    assert conflict.value.theirs.keys() == {"begins_on", "ends_on"}
    assert conflict.value.message == "It ends before it begins."


def test_a_rule_that_one_alone_breaks_is_beside_its_field(row):
    with pytest.raises(RuleBroken) as broken:
        set_merged(row, {"begins_on": date(2026, 1, 1), "ends_on": date(2025, 3, 1)}, row.version, ends_after_it_begins)
    assert broken.value.field == "ends_on"


def test_a_time_without_a_zone_is_refused_and_any_zone_is_kept_as_utc(row, acting):
    row.told_at = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(Exception, match="in which zone"), history.act("sample_agreement.edit", "", acting):
        pass
