"""Checks screening statistics honours

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from registry.migrations import guards

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None
GUARDED = (
    "check_plan_version", "draw_object", "checklist", "inspection_step", "inspection_answer", "finding", "finding_reply", "finding_publication", "rectification_step",
    "honour", "honour_step", "policy_version", "bulletin", "credit_class", "draw", "inspection",
)  # fmt: skip
EVERYTHING = "INSERT INTO desk_task (kind, subject_id, not_before) VALUES ('rules', 0, CURRENT_TIMESTAMP)"


def upgrade() -> None:
    op.create_table('checklist',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklist')),
    sa.UniqueConstraint('code', 'sequence', name=op.f('uq_checklist_code_sequence'))
    )
    op.create_table('desk_task',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_desk_task'))
    )
    with op.batch_alter_table('desk_task', schema=None) as batch_op:
        batch_op.create_index('ix_desk_task_due', ['not_before', 'id'], unique=False)

    op.create_table('statistic',
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('industry', sa.String(length=64), nullable=False),
    sa.Column('month', sa.String(length=64), nullable=False),
    sa.Column('measure', sa.String(length=64), nullable=False),
    sa.Column('count', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.PrimaryKeyConstraint('division_code', 'industry', 'month', 'measure', name=op.f('pk_statistic')),
    sqlite_with_rowid=False
    )
    op.create_table('statistic_share',
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('industry', sa.String(length=64), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'subject_id', name=op.f('pk_statistic_share')),
    sqlite_with_rowid=False
    )
    op.create_table('bulletin',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('preface', sa.Text(), nullable=True),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_bulletin_bureau_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_bulletin_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bulletin')),
    sa.UniqueConstraint('bureau_id', 'year', 'sequence', name=op.f('uq_bulletin_bureau_id_year_sequence')),
    sa.UniqueConstraint('public_id', name=op.f('uq_bulletin_public_id'))
    )
    with op.batch_alter_table('bulletin', schema=None) as batch_op:
        batch_op.create_index('ix_bulletin_published_at', ['published_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_bulletin_published_by_id'), ['published_by_id'], unique=False)

    op.create_table('check_plan',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('draft', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_check_plan_bureau_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_check_plan_created_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_plan')),
    sa.UniqueConstraint('public_id', name=op.f('uq_check_plan_public_id'))
    )
    with op.batch_alter_table('check_plan', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_plan_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_check_plan_created_by_id'), ['created_by_id'], unique=False)

    op.create_table('credit_class',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('klass', sa.String(length=64), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_credit_class_bureau_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_credit_class_enterprise_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_credit_class_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_credit_class'))
    )
    with op.batch_alter_table('credit_class', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_credit_class_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_class_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_credit_class_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('honour',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('grade', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('subject_key', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('revised', sa.Boolean(), nullable=False),
    sa.Column('achieved_on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('source_url', sa.String(length=300), nullable=True),
    sa.Column('evidence_sha256', sa.String(length=64), nullable=True),
    sa.Column('claimed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('claimed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['claimed_by_id'], ['account.id'], name=op.f('fk_honour_claimed_by_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_honour_enterprise_id')),
    sa.ForeignKeyConstraint(['evidence_sha256'], ['stored_file.sha256'], name=op.f('fk_honour_evidence_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_honour')),
    sa.UniqueConstraint('public_id', name=op.f('uq_honour_public_id'))
    )
    with op.batch_alter_table('honour', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_honour_claimed_by_id'), ['claimed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_honour_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_honour_subject_key'), ['subject_key'], unique=False)

    op.create_table('inspector',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('certificate', sa.String(length=64), nullable=False),
    sa.Column('certificate_until', sa.Date(), nullable=True),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_inspector_account_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_inspector_bureau_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_inspector_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspector')),
    sa.UniqueConstraint('bureau_id', 'certificate', name=op.f('uq_inspector_bureau_id_certificate'))
    )
    with op.batch_alter_table('inspector', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspector_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspector_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspector_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('standards_profile',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('reader', sa.String(length=300), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('made_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_standards_profile_enterprise_id')),
    sa.ForeignKeyConstraint(['made_by_id'], ['account.id'], name=op.f('fk_standards_profile_made_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standards_profile')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_standards_profile_secret_hash'))
    )
    with op.batch_alter_table('standards_profile', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_standards_profile_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_standards_profile_made_by_id'), ['made_by_id'], unique=False)

    op.create_table('subsidy_policy',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('draft', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_subsidy_policy_bureau_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_subsidy_policy_created_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subsidy_policy')),
    sa.UniqueConstraint('public_id', name=op.f('uq_subsidy_policy_public_id'))
    )
    with op.batch_alter_table('subsidy_policy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subsidy_policy_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subsidy_policy_created_by_id'), ['created_by_id'], unique=False)

    op.create_table('substitution',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('substitute_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=True),
    sa.Column('set_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('set_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_substitution_account_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_substitution_bureau_id')),
    sa.ForeignKeyConstraint(['set_by_id'], ['account.id'], name=op.f('fk_substitution_set_by_id')),
    sa.ForeignKeyConstraint(['substitute_id'], ['account.id'], name=op.f('fk_substitution_substitute_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_substitution'))
    )
    with op.batch_alter_table('substitution', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_substitution_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_substitution_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_substitution_set_by_id'), ['set_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_substitution_substitute_id'), ['substitute_id'], unique=False)

    op.create_table('target',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('measure', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('wanted', sa.Integer(), nullable=False),
    sa.Column('start_on', sa.Date(), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('source_url', sa.String(length=300), nullable=True),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('kept_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kept_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_target_bureau_id')),
    sa.ForeignKeyConstraint(['kept_by_id'], ['account.id'], name=op.f('fk_target_kept_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_target'))
    )
    with op.batch_alter_table('target', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_target_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_target_division_code'), ['division_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_target_kept_by_id'), ['kept_by_id'], unique=False)

    op.create_table('check_plan_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('plan_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('public_content', sa.Text(), nullable=False),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['check_plan.id'], name=op.f('fk_check_plan_version_plan_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_check_plan_version_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_plan_version')),
    sa.UniqueConstraint('plan_id', 'sequence', name=op.f('uq_check_plan_version_plan_id_sequence'))
    )
    with op.batch_alter_table('check_plan_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_check_plan_version_published_by_id'), ['published_by_id'], unique=False)

    op.create_table('honour_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('honour_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('word', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_honour_step_account_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_honour_step_bureau_id')),
    sa.ForeignKeyConstraint(['honour_id'], ['honour.id'], name=op.f('fk_honour_step_honour_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_honour_step'))
    )
    with op.batch_alter_table('honour_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_honour_step_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_honour_step_honour_id'), ['honour_id'], unique=False)

    op.create_table('likeness',
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('band', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_likeness_disclosure_id')),
    sa.PrimaryKeyConstraint('disclosure_id', 'place', name=op.f('pk_likeness')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('likeness', schema=None) as batch_op:
        batch_op.create_index('ix_likeness_band', ['band', 'disclosure_id'], unique=False)

    op.create_table('policy_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('policy_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['policy_id'], ['subsidy_policy.id'], name=op.f('fk_policy_version_policy_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_policy_version_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_version')),
    sa.UniqueConstraint('policy_id', 'sequence', name=op.f('uq_policy_version_policy_id_sequence'))
    )
    with op.batch_alter_table('policy_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policy_version_published_by_id'), ['published_by_id'], unique=False)

    op.create_table('profile_reading',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('profile_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('format', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['profile_id'], ['standards_profile.id'], name=op.f('fk_profile_reading_profile_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_profile_reading'))
    )
    with op.batch_alter_table('profile_reading', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_profile_reading_profile_id'), ['profile_id'], unique=False)

    op.create_table('recusal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inspector_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ground', sa.String(length=64), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_recusal_enterprise_id')),
    sa.ForeignKeyConstraint(['inspector_id'], ['inspector.id'], name=op.f('fk_recusal_inspector_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_recusal_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recusal'))
    )
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recusal_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recusal_inspector_id'), ['inspector_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_recusal_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('screening',
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('own', sa.JSON(), nullable=False),
    sa.Column('referring', sa.JSON(), nullable=False),
    sa.Column('risk', sa.Integer(), nullable=False),
    sa.Column('rules', sa.Integer(), nullable=False),
    sa.Column('looked_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_screening_disclosure_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_screening_enterprise_id')),
    sa.PrimaryKeyConstraint('disclosure_id', name=op.f('pk_screening'))
    )
    with op.batch_alter_table('screening', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_screening_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index('ix_screening_risk', ['division_code', 'risk', 'disclosure_id'], unique=False)

    op.create_table('screening_matter',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('place', sa.String(length=64), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('told_at', sa.DateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.Column('settled_by', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_screening_matter_disclosure_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_screening_matter_enterprise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_screening_matter'))
    )
    with op.batch_alter_table('screening_matter', schema=None) as batch_op:
        batch_op.create_index('ix_screening_matter_due', ['settled_at', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_screening_matter_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index('ix_screening_matter_open', ['disclosure_id', 'settled_at'], unique=False)

    op.create_table('draw',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('plan_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('objects', sa.Integer(), nullable=False),
    sa.Column('excluded', sa.Integer(), nullable=False),
    sa.Column('population_hash', sa.String(length=64), nullable=False),
    sa.Column('plan_hash', sa.String(length=64), nullable=False),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('seed', sa.String(length=64), nullable=False),
    sa.Column('frozen_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('frozen_at', sa.DateTime(), nullable=False),
    sa.Column('witness_words', sa.String(length=300), nullable=True),
    sa.Column('witnesses', sa.String(length=300), nullable=True),
    sa.Column('drawn_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('drawn_at', sa.DateTime(), nullable=True),
    sa.Column('drawn', sa.Integer(), nullable=True),
    sa.Column('result_hash', sa.String(length=64), nullable=True),
    sa.Column('inspectors', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_draw_bureau_id')),
    sa.ForeignKeyConstraint(['drawn_by_id'], ['account.id'], name=op.f('fk_draw_drawn_by_id')),
    sa.ForeignKeyConstraint(['frozen_by_id'], ['account.id'], name=op.f('fk_draw_frozen_by_id')),
    sa.ForeignKeyConstraint(['plan_version_id'], ['check_plan_version.id'], name=op.f('fk_draw_plan_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw')),
    sa.UniqueConstraint('public_id', name=op.f('uq_draw_public_id'))
    )
    with op.batch_alter_table('draw', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draw_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draw_drawn_at'), ['drawn_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_draw_frozen_by_id'), ['frozen_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draw_plan_version_id'), ['plan_version_id'], unique=False)

    op.create_table('subsidy_round',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('policy_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('budget', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('opened_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('computed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('computed_at', sa.DateTime(), nullable=True),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('published_at', sa.DateTime(), nullable=True),
    sa.Column('stopped_at', sa.DateTime(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_subsidy_round_bureau_id')),
    sa.ForeignKeyConstraint(['computed_by_id'], ['account.id'], name=op.f('fk_subsidy_round_computed_by_id')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['account.id'], name=op.f('fk_subsidy_round_opened_by_id')),
    sa.ForeignKeyConstraint(['policy_version_id'], ['policy_version.id'], name=op.f('fk_subsidy_round_policy_version_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_subsidy_round_published_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subsidy_round')),
    sa.UniqueConstraint('public_id', name=op.f('uq_subsidy_round_public_id'))
    )
    with op.batch_alter_table('subsidy_round', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_subsidy_round_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subsidy_round_opened_by_id'), ['opened_by_id'], unique=False)
        batch_op.create_index('ix_subsidy_round_policy_version_id', ['policy_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_subsidy_round_published_at'), ['published_at'], unique=False)

    op.create_table('draw_object',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('draw_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('credit_code', sa.String(length=64), nullable=False),
    sa.Column('klass', sa.String(length=64), nullable=False),
    sa.Column('industry', sa.String(length=64), nullable=False),
    sa.Column('town', sa.String(length=300), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('leaf_hash', sa.String(length=64), nullable=False),
    sa.Column('excluded', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_draw_object_disclosure_id')),
    sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_draw_object_draw_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_draw_object_enterprise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw_object')),
    sa.UniqueConstraint('draw_id', 'disclosure_id', name=op.f('uq_draw_object_draw_id_disclosure_id'))
    )
    with op.batch_alter_table('draw_object', schema=None) as batch_op:
        batch_op.create_index('ix_draw_object_disclosure_id', ['disclosure_id'], unique=False)
        batch_op.create_index('ix_draw_object_enterprise_id', ['enterprise_id', 'draw_id'], unique=False)

    op.create_table('entitlement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('round_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('honour_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('policy_row', sa.String(length=64), nullable=False),
    sa.Column('paid_key', sa.String(length=300), nullable=True),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('steps', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_entitlement_enterprise_id')),
    sa.ForeignKeyConstraint(['honour_id'], ['honour.id'], name=op.f('fk_entitlement_honour_id')),
    sa.ForeignKeyConstraint(['round_id'], ['subsidy_round.id'], name=op.f('fk_entitlement_round_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_entitlement')),
    sa.UniqueConstraint('paid_key', name=op.f('uq_entitlement_paid_key')),
    sa.UniqueConstraint('round_id', 'honour_id', name=op.f('uq_entitlement_round_id_honour_id'))
    )
    with op.batch_alter_table('entitlement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entitlement_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_entitlement_honour_id'), ['honour_id'], unique=False)

    op.create_table('inspection',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('draw_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('earlier_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('order_no', sa.Integer(), nullable=False),
    sa.Column('first_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('second_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('checklist_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_inspection_bureau_id')),
    sa.ForeignKeyConstraint(['checklist_id'], ['checklist.id'], name=op.f('fk_inspection_checklist_id')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_inspection_disclosure_id')),
    sa.ForeignKeyConstraint(['draw_id'], ['draw.id'], name=op.f('fk_inspection_draw_id')),
    sa.ForeignKeyConstraint(['earlier_id'], ['inspection.id'], name=op.f('fk_inspection_earlier_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_inspection_enterprise_id')),
    sa.ForeignKeyConstraint(['first_id'], ['inspector.id'], name=op.f('fk_inspection_first_id')),
    sa.ForeignKeyConstraint(['second_id'], ['inspector.id'], name=op.f('fk_inspection_second_id')),
    sa.ForeignKeyConstraint(['version_id'], ['disclosure_version.id'], name=op.f('fk_inspection_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection')),
    sa.UniqueConstraint('draw_id', 'disclosure_id', name=op.f('uq_inspection_draw_id_disclosure_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_inspection_public_id'))
    )
    with op.batch_alter_table('inspection', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspection_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspection_earlier_id'), ['earlier_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspection_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspection_first_id'), ['first_id'], unique=False)
        batch_op.create_index('ix_inspection_open', ['bureau_id', 'ended_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspection_second_id'), ['second_id'], unique=False)

    op.create_table('finding',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('inspection_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('corrects_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('verdict', sa.String(length=64), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('concluded_at', sa.DateTime(), nullable=False),
    sa.Column('concluded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['concluded_by_id'], ['account.id'], name=op.f('fk_finding_concluded_by_id')),
    sa.ForeignKeyConstraint(['corrects_id'], ['finding.id'], name=op.f('fk_finding_corrects_id')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_finding_inspection_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_finding_corrects_id')),
    sa.UniqueConstraint('public_id', name=op.f('uq_finding_public_id'))
    )
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_concluded_by_id'), ['concluded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_inspection_id'), ['inspection_id'], unique=False)

    op.create_table('inspection_answer',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inspection_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_key', sa.String(length=64), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('answer', sa.String(length=64), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('internal_note', sa.Text(), nullable=True),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('answered_at', sa.DateTime(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_inspection_answer_account_id')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_inspection_answer_inspection_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection_answer')),
    sa.UniqueConstraint('inspection_id', 'device_key', name=op.f('uq_inspection_answer_inspection_id_device_key'))
    )
    with op.batch_alter_table('inspection_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspection_answer_account_id'), ['account_id'], unique=False)

    op.create_table('inspection_photo',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inspection_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_key', sa.String(length=64), nullable=False),
    sa.Column('item', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('taken_at', sa.DateTime(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_inspection_photo_account_id')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_inspection_photo_inspection_id')),
    sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name=op.f('fk_inspection_photo_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection_photo')),
    sa.UniqueConstraint('inspection_id', 'device_key', name=op.f('uq_inspection_photo_inspection_id_device_key'))
    )
    with op.batch_alter_table('inspection_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspection_photo_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_inspection_photo_sha256'), ['sha256'], unique=False)

    op.create_table('inspection_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inspection_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('word', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.String(length=64), nullable=True),
    sa.Column('statement', sa.Text(), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_inspection_step_account_id')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_inspection_step_inspection_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspection_step'))
    )
    with op.batch_alter_table('inspection_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inspection_step_inspection_id'), ['inspection_id'], unique=False)

    op.create_table('finding_publication',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('finding_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('standing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_finding_publication_finding_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_finding_publication_published_by_id')),
    sa.ForeignKeyConstraint(['standing_id'], ['standing.id'], name=op.f('fk_finding_publication_standing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding_publication')),
    sa.UniqueConstraint('finding_id', name=op.f('uq_finding_publication_finding_id')),
    sa.UniqueConstraint('standing_id', name=op.f('uq_finding_publication_standing_id'))
    )
    with op.batch_alter_table('finding_publication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_publication_published_at'), ['published_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_finding_publication_published_by_id'), ['published_by_id'], unique=False)

    op.create_table('finding_reply',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('finding_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agrees', sa.Boolean(), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('file_sha256', sa.String(length=64), nullable=True),
    sa.Column('replied_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('replied_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['file_sha256'], ['stored_file.sha256'], name=op.f('fk_finding_reply_file_sha256')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_finding_reply_finding_id')),
    sa.ForeignKeyConstraint(['replied_by_id'], ['account.id'], name=op.f('fk_finding_reply_replied_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding_reply')),
    sa.UniqueConstraint('finding_id', name=op.f('uq_finding_reply_finding_id'))
    )
    with op.batch_alter_table('finding_reply', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_finding_reply_replied_by_id'), ['replied_by_id'], unique=False)

    op.create_table('rectification',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('finding_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('ground', sa.String(length=300), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('ordered_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ordered_at', sa.DateTime(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_rectification_bureau_id')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_rectification_disclosure_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_rectification_enterprise_id')),
    sa.ForeignKeyConstraint(['finding_id'], ['finding.id'], name=op.f('fk_rectification_finding_id')),
    sa.ForeignKeyConstraint(['ordered_by_id'], ['account.id'], name=op.f('fk_rectification_ordered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification')),
    sa.UniqueConstraint('number', name=op.f('uq_rectification_number'))
    )
    with op.batch_alter_table('rectification', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectification_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_finding_id'), ['finding_id'], unique=False)
        batch_op.create_index('ix_rectification_open', ['bureau_id', 'ended_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_ordered_by_id'), ['ordered_by_id'], unique=False)

    op.create_table('province_case',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rectification_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('wish', sa.String(length=64), nullable=False),
    sa.Column('from_bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('to_bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('decision', sa.String(length=64), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('document', sa.String(length=300), nullable=True),
    sa.Column('standing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['asked_by_id'], ['account.id'], name=op.f('fk_province_case_asked_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_province_case_decided_by_id')),
    sa.ForeignKeyConstraint(['from_bureau_id'], ['bureau.id'], name=op.f('fk_province_case_from_bureau_id')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectification.id'], name=op.f('fk_province_case_rectification_id')),
    sa.ForeignKeyConstraint(['standing_id'], ['standing.id'], name=op.f('fk_province_case_standing_id')),
    sa.ForeignKeyConstraint(['to_bureau_id'], ['bureau.id'], name=op.f('fk_province_case_to_bureau_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_province_case'))
    )
    with op.batch_alter_table('province_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_province_case_asked_by_id'), ['asked_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_province_case_from_bureau_id'), ['from_bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_province_case_rectification_id'), ['rectification_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_province_case_standing_id'), ['standing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_province_case_to_bureau_id'), ['to_bureau_id'], unique=False)

    op.create_table('rectification_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('rectification_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('word', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('counts_on', sa.Date(), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('days', sa.Integer(), nullable=True),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('inspection_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('standing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('file_sha256', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_rectification_step_account_id')),
    sa.ForeignKeyConstraint(['file_sha256'], ['stored_file.sha256'], name=op.f('fk_rectification_step_file_sha256')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], name=op.f('fk_rectification_step_inspection_id')),
    sa.ForeignKeyConstraint(['rectification_id'], ['rectification.id'], name=op.f('fk_rectification_step_rectification_id')),
    sa.ForeignKeyConstraint(['standing_id'], ['standing.id'], name=op.f('fk_rectification_step_standing_id')),
    sa.ForeignKeyConstraint(['version_id'], ['disclosure_version.id'], name=op.f('fk_rectification_step_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rectification_step'))
    )
    with op.batch_alter_table('rectification_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rectification_step_inspection_id'), ['inspection_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_step_rectification_id'), ['rectification_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_step_standing_id'), ['standing_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rectification_step_version_id'), ['version_id'], unique=False)
    guards.restore(op.get_bind(), *GUARDED)
    op.execute(EVERYTHING)  # what was disclosed before is looked at once


def downgrade() -> None:
    guards.remove(op.get_bind(), *GUARDED)
    with op.batch_alter_table('rectification_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rectification_step_version_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_step_standing_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_step_rectification_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_step_inspection_id'))

    op.drop_table('rectification_step')
    with op.batch_alter_table('province_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_province_case_to_bureau_id'))
        batch_op.drop_index(batch_op.f('ix_province_case_standing_id'))
        batch_op.drop_index(batch_op.f('ix_province_case_rectification_id'))
        batch_op.drop_index(batch_op.f('ix_province_case_from_bureau_id'))
        batch_op.drop_index(batch_op.f('ix_province_case_asked_by_id'))

    op.drop_table('province_case')
    with op.batch_alter_table('rectification', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rectification_ordered_by_id'))
        batch_op.drop_index('ix_rectification_open')
        batch_op.drop_index(batch_op.f('ix_rectification_finding_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_rectification_due_on'))
        batch_op.drop_index(batch_op.f('ix_rectification_disclosure_id'))

    op.drop_table('rectification')
    with op.batch_alter_table('finding_reply', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_reply_replied_by_id'))

    op.drop_table('finding_reply')
    with op.batch_alter_table('finding_publication', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_publication_published_by_id'))
        batch_op.drop_index(batch_op.f('ix_finding_publication_published_at'))

    op.drop_table('finding_publication')
    with op.batch_alter_table('inspection_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspection_step_inspection_id'))

    op.drop_table('inspection_step')
    with op.batch_alter_table('inspection_photo', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspection_photo_sha256'))
        batch_op.drop_index(batch_op.f('ix_inspection_photo_account_id'))

    op.drop_table('inspection_photo')
    with op.batch_alter_table('inspection_answer', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspection_answer_account_id'))

    op.drop_table('inspection_answer')
    with op.batch_alter_table('finding', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_finding_inspection_id'))
        batch_op.drop_index(batch_op.f('ix_finding_concluded_by_id'))

    op.drop_table('finding')
    with op.batch_alter_table('inspection', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspection_second_id'))
        batch_op.drop_index('ix_inspection_open')
        batch_op.drop_index(batch_op.f('ix_inspection_first_id'))
        batch_op.drop_index(batch_op.f('ix_inspection_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_inspection_earlier_id'))
        batch_op.drop_index(batch_op.f('ix_inspection_disclosure_id'))

    op.drop_table('inspection')
    with op.batch_alter_table('entitlement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entitlement_honour_id'))
        batch_op.drop_index(batch_op.f('ix_entitlement_enterprise_id'))

    op.drop_table('entitlement')
    with op.batch_alter_table('draw_object', schema=None) as batch_op:
        batch_op.drop_index('ix_draw_object_enterprise_id')
        batch_op.drop_index('ix_draw_object_disclosure_id')

    op.drop_table('draw_object')
    with op.batch_alter_table('subsidy_round', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subsidy_round_published_at'))
        batch_op.drop_index('ix_subsidy_round_policy_version_id')
        batch_op.drop_index(batch_op.f('ix_subsidy_round_opened_by_id'))
        batch_op.drop_index(batch_op.f('ix_subsidy_round_bureau_id'))

    op.drop_table('subsidy_round')
    with op.batch_alter_table('draw', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draw_plan_version_id'))
        batch_op.drop_index(batch_op.f('ix_draw_frozen_by_id'))
        batch_op.drop_index(batch_op.f('ix_draw_drawn_at'))
        batch_op.drop_index(batch_op.f('ix_draw_bureau_id'))

    op.drop_table('draw')
    with op.batch_alter_table('screening_matter', schema=None) as batch_op:
        batch_op.drop_index('ix_screening_matter_open')
        batch_op.drop_index(batch_op.f('ix_screening_matter_enterprise_id'))
        batch_op.drop_index('ix_screening_matter_due')

    op.drop_table('screening_matter')
    with op.batch_alter_table('screening', schema=None) as batch_op:
        batch_op.drop_index('ix_screening_risk')
        batch_op.drop_index(batch_op.f('ix_screening_enterprise_id'))

    op.drop_table('screening')
    with op.batch_alter_table('recusal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recusal_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_recusal_inspector_id'))
        batch_op.drop_index(batch_op.f('ix_recusal_enterprise_id'))

    op.drop_table('recusal')
    with op.batch_alter_table('profile_reading', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_profile_reading_profile_id'))

    op.drop_table('profile_reading')
    with op.batch_alter_table('policy_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_policy_version_published_by_id'))

    op.drop_table('policy_version')
    with op.batch_alter_table('likeness', schema=None) as batch_op:
        batch_op.drop_index('ix_likeness_band')

    op.drop_table('likeness')
    with op.batch_alter_table('honour_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_honour_step_honour_id'))
        batch_op.drop_index(batch_op.f('ix_honour_step_account_id'))

    op.drop_table('honour_step')
    with op.batch_alter_table('check_plan_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_plan_version_published_by_id'))

    op.drop_table('check_plan_version')
    with op.batch_alter_table('target', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_target_kept_by_id'))
        batch_op.drop_index(batch_op.f('ix_target_division_code'))
        batch_op.drop_index(batch_op.f('ix_target_bureau_id'))

    op.drop_table('target')
    with op.batch_alter_table('substitution', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_substitution_substitute_id'))
        batch_op.drop_index(batch_op.f('ix_substitution_set_by_id'))
        batch_op.drop_index(batch_op.f('ix_substitution_bureau_id'))
        batch_op.drop_index(batch_op.f('ix_substitution_account_id'))

    op.drop_table('substitution')
    with op.batch_alter_table('subsidy_policy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_subsidy_policy_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_subsidy_policy_bureau_id'))

    op.drop_table('subsidy_policy')
    with op.batch_alter_table('standards_profile', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_standards_profile_made_by_id'))
        batch_op.drop_index(batch_op.f('ix_standards_profile_enterprise_id'))

    op.drop_table('standards_profile')
    with op.batch_alter_table('inspector', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inspector_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_inspector_bureau_id'))
        batch_op.drop_index(batch_op.f('ix_inspector_account_id'))

    op.drop_table('inspector')
    with op.batch_alter_table('honour', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_honour_subject_key'))
        batch_op.drop_index(batch_op.f('ix_honour_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_honour_claimed_by_id'))

    op.drop_table('honour')
    with op.batch_alter_table('credit_class', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_credit_class_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_credit_class_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_credit_class_bureau_id'))

    op.drop_table('credit_class')
    with op.batch_alter_table('check_plan', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_check_plan_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_check_plan_bureau_id'))

    op.drop_table('check_plan')
    with op.batch_alter_table('bulletin', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bulletin_published_by_id'))
        batch_op.drop_index('ix_bulletin_published_at')

    op.drop_table('bulletin')
    op.drop_table('statistic_share')
    op.drop_table('statistic')
    with op.batch_alter_table('desk_task', schema=None) as batch_op:
        batch_op.drop_index('ix_desk_task_due')

    op.drop_table('desk_task')
    op.drop_table('checklist')
