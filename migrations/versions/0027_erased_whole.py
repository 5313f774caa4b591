"""People who are erased stay erased: no act keeps a name of theirs, and a partner's person is one with its double."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

_PERSON = sa.table("person", sa.column("id", sa.Integer), sa.column("organisation_id", sa.Integer), sa.column("name", sa.Text))
_TEAM = sa.table("team", sa.column("id", sa.Integer), sa.column("organisation_id", sa.Integer), sa.column("name", sa.Text))
_ACT = sa.table(
    "change_set",
    sa.column("id", sa.Integer),
    sa.column("organisation_id", sa.Integer),
    sa.column("actor_id", sa.Integer),
    sa.column("actor_name", sa.Text),
    sa.column("act", sa.Text),
    sa.column("subject", sa.Text),
    sa.column("subject_id", sa.Integer),
    sa.column("root_id", sa.Integer),
)
_CHANGE = sa.table(
    "change",
    sa.column("change_set_id", sa.Integer),
    sa.column("entity", sa.Text),
    sa.column("entity_id", sa.Integer),
    sa.column("field", sa.Text),
    sa.column("before", sa.JSON),
    sa.column("after", sa.JSON),
)
_MARKED = ("person.leave", "person.return")
_GIVEN = ("handover.give", "handover.join", "handover.tie")
# A partner's person and the partner, *Name, Partner*: the partner stays.
_PARTNER_OF_ROLE = """
UPDATE change_set SET subject = COALESCE(
    (SELECT min(partner.name) FROM change
     JOIN contact_role ON change.entity = 'contact_role' AND contact_role.id = change.entity_id
       OR change.entity = 'partner_contact' AND contact_role.contact_id = change.entity_id
     JOIN partner ON partner.id = contact_role.partner_id
     WHERE change.change_set_id = change_set.id AND change_set.subject LIKE '%' || partner.name), '')
WHERE act IN ('contact_role.add', 'contact_role.edit', 'contact_role.leave', 'contact_role.remove')
"""


def upgrade() -> None:
    with op.batch_alter_table("change_set") as change_set:
        change_set.add_column(sa.Column("subject_id", sa.Integer(), nullable=True))
        change_set.create_foreign_key(op.f("fk_change_set_subject_id_person"), "person", ["subject_id"], ["id"])
    with op.batch_alter_table("partner_contact") as contact:
        contact.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        contact.create_foreign_key(
            op.f("fk_partner_contact_merged_into_id_partner_contact"), "partner_contact", ["merged_into_id"], ["id"]
        )
        contact.create_index(op.f("ix_partner_contact_merged_into_id"), ["merged_into_id"])
    op.execute(_ACT.update().where(_ACT.c.actor_id.is_not(None)).values(actor_name=""))
    op.execute(_PARTNER_OF_ROLE)
    op.execute(_ACT.update().where(_ACT.c.act == "experience.archive").values(subject=""))
    _name_people_by_id()
    root = _ACT.alias()
    of_root = {name: sa.select(root.c[name]).where(root.c.id == _ACT.c.root_id).scalar_subquery() for name in _KEPT}
    op.execute(_ACT.update().where(_ACT.c.root_id.is_not(None)).values(of_root))


_KEPT = ("subject", "subject_id")


def downgrade() -> None:
    for person_id, name in ((_ACT.c.actor_id, "actor_name"), (_ACT.c.subject_id, "subject")):
        known = sa.select(_PERSON.c.name).where(_PERSON.c.id == person_id).scalar_subquery()
        op.execute(_ACT.update().where(person_id.is_not(None)).values({name: known}))
    with op.batch_alter_table("partner_contact") as contact:
        contact.drop_index(op.f("ix_partner_contact_merged_into_id"))
        contact.drop_constraint(op.f("fk_partner_contact_merged_into_id_partner_contact"), type_="foreignkey")
        contact.drop_column("merged_into_id")
    with op.batch_alter_table("change_set") as change_set:
        change_set.drop_constraint(op.f("fk_change_set_subject_id_person"), type_="foreignkey")
        change_set.drop_column("subject_id")


def _name_people_by_id() -> None:
    connection = op.get_bind()
    acts = sa.select(_ACT.c.id, _ACT.c.organisation_id, _ACT.c.act, _ACT.c.subject)
    for act in connection.execute(acts.where(_ACT.c.act.in_((*_MARKED, *_GIVEN)))).all():
        person_id = _person_of(connection, act)
        if person_id is None and act.act == "handover.give" and act.subject in _names_of_teams(connection, act.organisation_id):
            continue
        connection.execute(_ACT.update().where(_ACT.c.id == act.id).values(subject="", subject_id=person_id))


def _names_of_teams(connection, organisation_id):
    """Those of today and earlier ones: any other name may be somebody's who was erased, or is called otherwise by now."""
    names = set(connection.scalars(sa.select(_TEAM.c.name).where(_TEAM.c.organisation_id == organisation_id)))
    lines = sa.select(_CHANGE.c.before, _CHANGE.c.after).join(_TEAM, _TEAM.c.id == _CHANGE.c.entity_id)
    lines = lines.where(_TEAM.c.organisation_id == organisation_id, _CHANGE.c.entity == "team", _CHANGE.c.field == "name")
    return names | {value for line in connection.execute(lines) for value in line if isinstance(value, str)}


def _person_of(connection, act):
    """Whom an act is about: whose mark it has changed, whose rows went to another; by name where that is not clear."""
    query = sa.select(_CHANGE.c.entity, _CHANGE.c.entity_id, _CHANGE.c.field, _CHANGE.c.before, _CHANGE.c.after)
    lines = connection.execute(query.where(_CHANGE.c.change_set_id == act.id)).all()
    marked = {line.entity_id for line in lines if line.entity == "person" and (line.field == "has_left" or line.before is None)}
    people = [line.after if act.act == "handover.tie" else line.before for line in lines if line.field.endswith("_person_id")]
    gave = {person_id for person_id in people if isinstance(person_id, int)}
    some = marked or gave
    if len(some) == 1:
        return some.pop()
    is_named = (_PERSON.c.organisation_id == act.organisation_id, _PERSON.c.name == act.subject)
    named = set(connection.scalars(sa.select(_PERSON.c.id).where(*is_named)))
    some = some & named or named
    return some.pop() if len(some) == 1 else None
