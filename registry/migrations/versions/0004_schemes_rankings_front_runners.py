"""Evaluation schemes, rankings and front-runners

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from registry.migrations import guards

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

GUARDED = ("scheme_version", "front_runner", "front_runner_step", "ranking", "ranking_entry", "ranking_list_page")

CATEGORIES = {
    "sqlite": "UPDATE disclosure SET category_code = (SELECT nullif(json_extract(v.content, '$.category.code'), '') FROM disclosure_version v WHERE v.id = latest_version_id)",
    "postgresql": "UPDATE disclosure SET category_code = (SELECT nullif(v.content::json #>> '{category,code}', '') FROM disclosure_version v WHERE v.id = latest_version_id)",
}
"""What disclosed documents say of their category, as the column repeats it."""


def upgrade() -> None:
    op.create_table('ranking_task',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking_task'))
    )
    with op.batch_alter_table('ranking_task', schema=None) as batch_op:
        batch_op.create_index('ix_ranking_task_due', ['not_before', 'id'], unique=False)

    op.create_table('assessment_body',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('credit_code', sa.String(length=64), nullable=False),
    sa.Column('website', sa.String(length=300), nullable=True),
    sa.Column('document', sa.String(length=300), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('admitted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('admitted_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('ended_reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['admitted_by_id'], ['account.id'], name=op.f('fk_assessment_body_admitted_by_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_assessment_body_bureau_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_body')),
    sa.UniqueConstraint('credit_code', name=op.f('uq_assessment_body_credit_code')),
    sa.UniqueConstraint('public_id', name=op.f('uq_assessment_body_public_id'))
    )
    with op.batch_alter_table('assessment_body', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_body_admitted_by_id'), ['admitted_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessment_body_bureau_id'), ['bureau_id'], unique=False)

    op.create_table('assessment_member',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('body_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_assessment_member_account_id')),
    sa.ForeignKeyConstraint(['body_id'], ['assessment_body.id'], name=op.f('fk_assessment_member_body_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessment_member')),
    sa.UniqueConstraint('body_id', 'account_id', name=op.f('uq_assessment_member_body_id_account_id'))
    )
    with op.batch_alter_table('assessment_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessment_member_account_id'), ['account_id'], unique=False)

    op.create_table('evaluation_scheme',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('body_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('category_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=True),
    sa.Column('draft', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('latest_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['assessment_body.id'], name=op.f('fk_evaluation_scheme_body_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_evaluation_scheme_bureau_id')),
    sa.ForeignKeyConstraint(['category_id'], ['product_category.id'], name=op.f('fk_evaluation_scheme_category_id')),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_evaluation_scheme_created_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evaluation_scheme')),
    sa.UniqueConstraint('public_id', name=op.f('uq_evaluation_scheme_public_id'))
    )
    with op.batch_alter_table('evaluation_scheme', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evaluation_scheme_body_id'), ['body_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluation_scheme_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluation_scheme_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluation_scheme_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evaluation_scheme_latest_version_id'), ['latest_version_id'], unique=False)

    op.create_table('requirement_claim',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('scheme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('requirement', sa.String(length=64), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('models', sa.Text(), nullable=True),
    sa.Column('evidence_sha256', sa.String(length=64), nullable=True),
    sa.Column('evidence_name', sa.String(length=300), nullable=True),
    sa.Column('claimed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('claimed_at', sa.DateTime(), nullable=False),
    sa.Column('decision', sa.String(length=64), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['claimed_by_id'], ['account.id'], name=op.f('fk_requirement_claim_claimed_by_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_requirement_claim_decided_by_id')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_requirement_claim_disclosure_id')),
    sa.ForeignKeyConstraint(['evidence_sha256'], ['stored_file.sha256'], name=op.f('fk_requirement_claim_evidence_sha256')),
    sa.ForeignKeyConstraint(['scheme_id'], ['evaluation_scheme.id'], name=op.f('fk_requirement_claim_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement_claim'))
    )
    with op.batch_alter_table('requirement_claim', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_requirement_claim_claimed_by_id'), ['claimed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_claim_decided_at'), ['decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_claim_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_claim_evidence_sha256'), ['evidence_sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_requirement_claim_scheme_id'), ['scheme_id'], unique=False)

    op.create_table('scheme_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('scheme_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('change_reason', sa.Text(), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('published_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_scheme_version_published_by_id')),
    sa.ForeignKeyConstraint(['scheme_id'], ['evaluation_scheme.id'], name=op.f('fk_scheme_version_scheme_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scheme_version')),
    sa.UniqueConstraint('scheme_id', 'sequence', name=op.f('uq_scheme_version_scheme_id_sequence'))
    )
    with op.batch_alter_table('scheme_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scheme_version_published_by_id'), ['published_by_id'], unique=False)

    op.create_table('live_entry',
    sa.Column('scheme_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('stars', sa.Integer(), nullable=True),
    sa.Column('points', sa.String(length=64), nullable=True),
    sa.Column('reason', sa.String(length=64), nullable=True),
    sa.Column('judged', sa.Text(), nullable=False),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('change', sa.String(length=64), nullable=True),
    sa.Column('looked_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['scheme_version_id'], ['scheme_version.id'], name=op.f('fk_live_entry_scheme_version_id')),
    sa.PrimaryKeyConstraint('scheme_version_id', 'disclosure_id', name=op.f('pk_live_entry')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('live_entry', schema=None) as batch_op:
        batch_op.create_index('ix_live_entry_changed', ['scheme_version_id', 'change', 'disclosure_id'], unique=False, sqlite_where=sa.text('change IS NOT NULL'), postgresql_where=sa.text('change IS NOT NULL'))
        batch_op.create_index('ix_live_entry_disclosure_id', ['disclosure_id'], unique=False)
        batch_op.create_index('ix_live_entry_rank', ['scheme_version_id', 'level', 'points', 'disclosure_id'], unique=False)

    op.create_table('ranking',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('scheme_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('category_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=True),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('graded', sa.Integer(), nullable=False),
    sa.Column('excluded', sa.Integer(), nullable=False),
    sa.Column('levels', sa.JSON(), nullable=False),
    sa.Column('lists', sa.JSON(), nullable=False),
    sa.Column('medals', sa.JSON(), nullable=False),
    sa.Column('concepts', sa.JSON(), nullable=False),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('result_hash', sa.String(length=64), nullable=False),
    sa.Column('compiled_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('compiled_at', sa.DateTime(), nullable=False),
    sa.Column('published_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('published_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['category_id'], ['product_category.id'], name=op.f('fk_ranking_category_id')),
    sa.ForeignKeyConstraint(['compiled_by_id'], ['account.id'], name=op.f('fk_ranking_compiled_by_id')),
    sa.ForeignKeyConstraint(['published_by_id'], ['account.id'], name=op.f('fk_ranking_published_by_id')),
    sa.ForeignKeyConstraint(['scheme_version_id'], ['scheme_version.id'], name=op.f('fk_ranking_scheme_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ranking')),
    sa.UniqueConstraint('public_id', name=op.f('uq_ranking_public_id'))
    )
    with op.batch_alter_table('ranking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_ranking_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_ranking_compiled_by_id'), ['compiled_by_id'], unique=False)
        batch_op.create_index('ix_ranking_published', ['published_at', 'id'], unique=False, sqlite_where=sa.text('published_at IS NOT NULL'), postgresql_where=sa.text('published_at IS NOT NULL'))
        batch_op.create_index('ix_ranking_scheme_version_id', ['scheme_version_id', 'published_at'], unique=False)

    op.create_table('front_runner',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ranking_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('category', sa.String(length=300), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('models', sa.Text(), nullable=False),
    sa.Column('issuer', sa.String(length=300), nullable=True),
    sa.Column('document', sa.String(length=300), nullable=True),
    sa.Column('source_url', sa.String(length=300), nullable=True),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_front_runner_bureau_id')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_front_runner_disclosure_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_front_runner_enterprise_id')),
    sa.ForeignKeyConstraint(['ranking_id'], ['ranking.id'], name=op.f('fk_front_runner_ranking_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_front_runner_recorded_by_id')),
    sa.ForeignKeyConstraint(['version_id'], ['disclosure_version.id'], name=op.f('fk_front_runner_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_front_runner')),
    sa.UniqueConstraint('public_id', name=op.f('uq_front_runner_public_id'))
    )
    with op.batch_alter_table('front_runner', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_front_runner_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_front_runner_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_front_runner_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_front_runner_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_front_runner_ranking_id'), ['ranking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_front_runner_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_front_runner_version_id'), ['version_id'], unique=False)

    op.create_table('ranking_entry',
    sa.Column('ranking_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('order_no', sa.Integer(), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('number', sa.String(length=300), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('enterprise', sa.String(length=300), nullable=False),
    sa.Column('credit_code', sa.String(length=64), nullable=False),
    sa.Column('province_code', sa.String(length=64), nullable=False),
    sa.Column('city_code', sa.String(length=64), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('place', sa.Integer(), nullable=True),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('stars', sa.Integer(), nullable=True),
    sa.Column('points', sa.String(length=64), nullable=True),
    sa.Column('reason', sa.String(length=64), nullable=True),
    sa.Column('inputs_hash', sa.String(length=64), nullable=False),
    sa.Column('judged', sa.Text(), nullable=False),
    sa.Column('inputs', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['ranking_id'], ['ranking.id'], name=op.f('fk_ranking_entry_ranking_id')),
    sa.PrimaryKeyConstraint('ranking_id', 'order_no', name=op.f('pk_ranking_entry')),
    sqlite_with_rowid=False
    )
    with op.batch_alter_table('ranking_entry', schema=None) as batch_op:
        batch_op.create_index('ix_ranking_entry_city', ['ranking_id', 'city_code', 'order_no'], unique=False)
        batch_op.create_index('ix_ranking_entry_county', ['ranking_id', 'division_code', 'order_no'], unique=False)
        batch_op.create_index('ix_ranking_entry_disclosure', ['disclosure_id', 'ranking_id'], unique=False)
        batch_op.create_index('ix_ranking_entry_province', ['ranking_id', 'province_code', 'order_no'], unique=False)

    op.create_table('ranking_list_page',
    sa.Column('ranking_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('indicator', sa.Integer(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('entries', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['ranking_id'], ['ranking.id'], name=op.f('fk_ranking_list_page_ranking_id')),
    sa.PrimaryKeyConstraint('ranking_id', 'indicator', 'page', name=op.f('pk_ranking_list_page')),
    sqlite_with_rowid=False
    )
    op.create_table('front_runner_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('front_runner_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('step', sa.String(length=64), nullable=False),
    sa.Column('reason', sa.String(length=64), nullable=False),
    sa.Column('statement', sa.Text(), nullable=True),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['front_runner_id'], ['front_runner.id'], name=op.f('fk_front_runner_step_front_runner_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_front_runner_step_recorded_by_id')),
    sa.ForeignKeyConstraint(['version_id'], ['disclosure_version.id'], name=op.f('fk_front_runner_step_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_front_runner_step'))
    )
    with op.batch_alter_table('front_runner_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_front_runner_step_front_runner_id'), ['front_runner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_front_runner_step_version_id'), ['version_id'], unique=False)

    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('body_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index(batch_op.f('ix_invitation_body_id'), ['body_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_invitation_body_id'), 'assessment_body', ['body_id'], ['id'])

    # Not in a batch: a column without a rule is added in place, and the table keeps its triggers.
    op.add_column('disclosure', sa.Column('category_code', sa.String(length=64), nullable=True))
    op.execute(CATEGORIES[op.get_bind().dialect.name])
    op.create_index('ix_disclosure_category', 'disclosure', ['category_code', 'id'], unique=False, sqlite_where=sa.text('category_code IS NOT NULL'), postgresql_where=sa.text('category_code IS NOT NULL'))
    guards.restore(op.get_bind(), *GUARDED)


def downgrade() -> None:
    guards.remove(op.get_bind(), *GUARDED)
    op.drop_index('ix_disclosure_category', table_name='disclosure', sqlite_where=sa.text('category_code IS NOT NULL'), postgresql_where=sa.text('category_code IS NOT NULL'))
    op.drop_column('disclosure', 'category_code')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_invitation_body_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_invitation_body_id'))
        batch_op.drop_column('body_id')

    with op.batch_alter_table('front_runner_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_front_runner_step_version_id'))
        batch_op.drop_index(batch_op.f('ix_front_runner_step_front_runner_id'))

    op.drop_table('front_runner_step')
    op.drop_table('ranking_list_page')
    with op.batch_alter_table('ranking_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_ranking_entry_province')
        batch_op.drop_index('ix_ranking_entry_disclosure')
        batch_op.drop_index('ix_ranking_entry_county')
        batch_op.drop_index('ix_ranking_entry_city')

    op.drop_table('ranking_entry')
    with op.batch_alter_table('front_runner', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_front_runner_version_id'))
        batch_op.drop_index(batch_op.f('ix_front_runner_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_front_runner_ranking_id'))
        batch_op.drop_index(batch_op.f('ix_front_runner_kind'))
        batch_op.drop_index(batch_op.f('ix_front_runner_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_front_runner_disclosure_id'))
        batch_op.drop_index(batch_op.f('ix_front_runner_bureau_id'))

    op.drop_table('front_runner')
    with op.batch_alter_table('ranking', schema=None) as batch_op:
        batch_op.drop_index('ix_ranking_scheme_version_id')
        batch_op.drop_index('ix_ranking_published', sqlite_where=sa.text('published_at IS NOT NULL'), postgresql_where=sa.text('published_at IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_ranking_compiled_by_id'))
        batch_op.drop_index(batch_op.f('ix_ranking_category_id'))

    op.drop_table('ranking')
    with op.batch_alter_table('live_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_live_entry_rank')
        batch_op.drop_index('ix_live_entry_disclosure_id')
        batch_op.drop_index('ix_live_entry_changed', sqlite_where=sa.text('change IS NOT NULL'), postgresql_where=sa.text('change IS NOT NULL'))

    op.drop_table('live_entry')
    with op.batch_alter_table('scheme_version', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scheme_version_published_by_id'))

    op.drop_table('scheme_version')
    with op.batch_alter_table('requirement_claim', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_requirement_claim_scheme_id'))
        batch_op.drop_index(batch_op.f('ix_requirement_claim_evidence_sha256'))
        batch_op.drop_index(batch_op.f('ix_requirement_claim_disclosure_id'))
        batch_op.drop_index(batch_op.f('ix_requirement_claim_decided_at'))
        batch_op.drop_index(batch_op.f('ix_requirement_claim_claimed_by_id'))

    op.drop_table('requirement_claim')
    with op.batch_alter_table('evaluation_scheme', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evaluation_scheme_latest_version_id'))
        batch_op.drop_index(batch_op.f('ix_evaluation_scheme_created_by_id'))
        batch_op.drop_index(batch_op.f('ix_evaluation_scheme_category_id'))
        batch_op.drop_index(batch_op.f('ix_evaluation_scheme_bureau_id'))
        batch_op.drop_index(batch_op.f('ix_evaluation_scheme_body_id'))

    op.drop_table('evaluation_scheme')
    with op.batch_alter_table('assessment_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_member_account_id'))

    op.drop_table('assessment_member')
    with op.batch_alter_table('assessment_body', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assessment_body_bureau_id'))
        batch_op.drop_index(batch_op.f('ix_assessment_body_admitted_by_id'))

    op.drop_table('assessment_body')
    with op.batch_alter_table('ranking_task', schema=None) as batch_op:
        batch_op.drop_index('ix_ranking_task_due')

    op.drop_table('ranking_task')
