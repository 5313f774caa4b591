"""The first tables: people, LTI, tiers, methods, partners, history."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "lti_platform",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_platform")),
        sa.UniqueConstraint("issuer", name=op.f("uq_lti_platform_issuer")),
    )
    op.create_table(
        "lti_platform_key_set",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_lti_platform_key_set")),
    )
    op.create_table(
        "lti_tool_key",
        sa.Column("kid", sa.Text(), nullable=False),
        sa.Column("private_key", sa.Text(), nullable=False),
        sa.Column("public_jwk", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kid", name=op.f("pk_lti_tool_key")),
    )
    op.create_table(
        "lti_used_nonce",
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_lti_used_nonce")),
    )
    with op.batch_alter_table("lti_used_nonce", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lti_used_nonce_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "lti_registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("auth_login_url", sa.Text(), nullable=False),
        sa.Column("auth_token_url", sa.Text(), nullable=False),
        sa.Column("key_set_url", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["platform_id"], ["lti_platform.id"], name=op.f("fk_lti_registration_platform_id_lti_platform")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_registration")),
        sa.UniqueConstraint("platform_id", "client_id", name=op.f("uq_lti_registration_platform_id_client_id")),
    )
    op.create_table(
        "own_method",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_own_method_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_method")),
    )
    with op.batch_alter_table("own_method", schema=None) as batch_op:
        batch_op.create_index("ix_own_method_tier", ["organisation_id", "tier"], unique=False)

    op.create_table(
        "own_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_own_words_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_words")),
        sa.UniqueConstraint("organisation_id", "tier", name=op.f("uq_own_words_organisation_id_tier")),
    )
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_partner_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("organisation_id", "name_key", name=op.f("uq_partner_organisation_id_name_key")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("organisation_id", "issuer", "subject", name=op.f("uq_person_organisation_id_issuer_subject")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_name", ["organisation_id", "search_text"], unique=False)

    op.create_table(
        "change_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_change_set_actor_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_change_set_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["undoes_id"], ["change_set.id"], name=op.f("fk_change_set_undoes_id_change_set")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_set")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_change_set_undoes_id")),
    )
    with op.batch_alter_table("change_set", schema=None) as batch_op:
        batch_op.create_index("ix_change_set_recent", ["organisation_id", "id"], unique=False)

    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("context_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("open_to", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("has_students", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_course_opened_by_id_person")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_course_organisation_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("organisation_id", "issuer", "context_id", name=op.f("uq_course_organisation_id_issuer_context_id")),
    )
    op.create_table(
        "lti_deployment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lti_deployment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["lti_registration.id"], name=op.f("fk_lti_deployment_registration_id_lti_registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lti_deployment")),
        sa.UniqueConstraint("registration_id", "deployment_id", name=op.f("uq_lti_deployment_registration_id_deployment_id")),
    )
    op.create_table(
        "partnership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("contact_person_id", sa.Integer(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sort_key", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("contact_key", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_partnership_changed_by_id_person")),
        sa.ForeignKeyConstraint(["contact_person_id"], ["person.id"], name=op.f("fk_partnership_contact_person_id_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partnership_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_partnership_partner_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
    )
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.create_index("ix_partnership_contact", ["organisation_id", "contact_key"], unique=False)
        batch_op.create_index("ix_partnership_list", ["organisation_id", "is_archived", "sort_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_partnership_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(
            "ix_partnership_person", ["organisation_id", "contact_person_id", "is_archived", "sort_key", "id"], unique=False
        )
        batch_op.create_index("ix_partnership_recent", ["organisation_id", "changed_at"], unique=False)
        batch_op.create_index(
            "ix_partnership_tier_list", ["organisation_id", "tier", "is_archived", "sort_key", "id"], unique=False
        )

    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_set_id", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["change_set_id"], ["change_set.id"], name=op.f("fk_change_change_set_id_change_set")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_change_set_id"), ["change_set_id"], unique=False)
        batch_op.create_index("ix_change_entity", ["entity", "entity_id", "id"], unique=False)

    op.create_table(
        "launch",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_teacher", sa.Boolean(), nullable=False),
        sa.Column("is_enrolled", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("frame_origin", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_launch_course_id_course")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_launch_person_id_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_launch")),
    )
    with op.batch_alter_table("launch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_launch_expires_at"), ["expires_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("launch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_launch_expires_at"))

    op.drop_table("launch")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_entity")
        batch_op.drop_index(batch_op.f("ix_change_change_set_id"))

    op.drop_table("change")
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.drop_index("ix_partnership_tier_list")
        batch_op.drop_index("ix_partnership_recent")
        batch_op.drop_index("ix_partnership_person")
        batch_op.drop_index(batch_op.f("ix_partnership_partner_id"))
        batch_op.drop_index("ix_partnership_list")
        batch_op.drop_index("ix_partnership_contact")

    op.drop_table("partnership")
    op.drop_table("lti_deployment")
    op.drop_table("course")
    with op.batch_alter_table("change_set", schema=None) as batch_op:
        batch_op.drop_index("ix_change_set_recent")

    op.drop_table("change_set")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_name")

    op.drop_table("person")
    op.drop_table("partner")
    op.drop_table("own_words")
    with op.batch_alter_table("own_method", schema=None) as batch_op:
        batch_op.drop_index("ix_own_method_tier")

    op.drop_table("own_method")
    op.drop_table("lti_registration")
    op.drop_table("organisation")
    with op.batch_alter_table("lti_used_nonce", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lti_used_nonce_expires_at"))

    op.drop_table("lti_used_nonce")
    op.drop_table("lti_tool_key")
    op.drop_table("lti_platform_key_set")
    op.drop_table("lti_platform")
