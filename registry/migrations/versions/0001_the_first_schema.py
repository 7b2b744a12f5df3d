"""The first schema

Revision ID: 0001
Revises: nothing
"""

import sqlalchemy as sa
from alembic import op

from registry.migrations import guards

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('email', sa.String(length=300), nullable=True),
    sa.Column('phone', sa.String(length=64), nullable=True),
    sa.Column('email_confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('phone_confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('password_hash', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=64), nullable=False),
    sa.Column('totp_secret', sa.String(length=64), nullable=True),
    sa.Column('totp_confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('totp_last_step', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email', name=op.f('uq_account_email')),
    sa.UniqueConstraint('phone', name=op.f('uq_account_phone'))
    )
    op.create_table('attempt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(), nullable=False),
    sa.Column('free_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('key', name=op.f('uq_attempt_key'))
    )
    op.create_table('audit_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('origin', sa.String(length=300), nullable=False),
    sa.Column('action', sa.String(length=64), nullable=False),
    sa.Column('subject_kind', sa.String(length=64), nullable=False),
    sa.Column('subject_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_action'), ['action'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_enterprise_id'), ['enterprise_id'], unique=False)

    op.create_table('bureau',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('level', sa.String(length=64), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('phone', sa.String(length=64), nullable=True),
    sa.Column('email', sa.String(length=300), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bureau'))
    )
    with op.batch_alter_table('bureau', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bureau_division_code'), ['division_code'], unique=False)

    op.create_table('catalogue_standard',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=300), nullable=False),
    sa.Column('klass', sa.String(length=64), nullable=False),
    sa.Column('compact_key', sa.String(length=300), nullable=False),
    sa.Column('undated_key', sa.String(length=300), nullable=False),
    sa.Column('bare_key', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('mandatory', sa.Boolean(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('in_force_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_sources', sa.Integer(), nullable=False),
    sa.Column('replaced_by', sa.String(length=300), nullable=True),
    sa.Column('ics', sa.String(length=64), nullable=True),
    sa.Column('ccs', sa.String(length=64), nullable=True),
    sa.Column('issuer', sa.String(length=300), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_standard')),
    sa.UniqueConstraint('compact_key', name=op.f('uq_catalogue_standard_compact_key'))
    )
    with op.batch_alter_table('catalogue_standard', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_catalogue_standard_bare_key'), ['bare_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_standard_ccs'), ['ccs'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_standard_ics'), ['ics'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_standard_klass'), ['klass'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_standard_title'), ['title'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_standard_undated_key'), ['undated_key'], unique=False)

    op.create_table('enterprise',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('credit_code', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('town', sa.String(length=300), nullable=True),
    sa.Column('industry_code', sa.String(length=64), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.Column('website', sa.String(length=300), nullable=True),
    sa.Column('contact_name', sa.String(length=300), nullable=True),
    sa.Column('contact_phone', sa.String(length=64), nullable=True),
    sa.Column('contact_email', sa.String(length=300), nullable=True),
    sa.Column('chief_standards_officer', sa.String(length=300), nullable=True),
    sa.Column('verified_at', sa.DateTime(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enterprise')),
    sa.UniqueConstraint('credit_code', name=op.f('uq_enterprise_credit_code'))
    )
    with op.batch_alter_table('enterprise', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enterprise_division_code'), ['division_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_enterprise_industry_code'), ['industry_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_enterprise_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_enterprise_verified_at'), ['verified_at'], unique=False)

    op.create_table('indicator_concept',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('name_en', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('quantity', sa.String(length=64), nullable=False),
    sa.Column('default_unit', sa.String(length=64), nullable=True),
    sa.Column('direction', sa.String(length=64), nullable=False),
    sa.Column('grades', sa.JSON(), nullable=False),
    sa.Column('conditions', sa.JSON(), nullable=False),
    sa.Column('method', sa.String(length=300), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator_concept')),
    sa.UniqueConstraint('code', name=op.f('uq_indicator_concept_code'))
    )
    op.create_table('job',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('not_before', sa.DateTime(), nullable=False),
    sa.Column('lease_until', sa.DateTime(), nullable=True),
    sa.Column('leased_by', sa.String(length=64), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=True),
    sa.Column('last_error', sa.Text(), nullable=True),
    sa.Column('outcome', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_job'))
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_open', ['ended_at', 'not_before'], unique=False)

    op.create_table('ledger_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('subject_kind', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=300), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_entry'))
    )
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.create_index('ix_ledger_entry_subject', ['subject_kind', 'subject'], unique=False)

    op.create_table('product_category',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('parent_code', sa.String(length=64), nullable=True),
    sa.Column('path', sa.String(length=300), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('name_en', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('industry_code', sa.String(length=64), nullable=True),
    sa.Column('synonyms', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_category')),
    sa.UniqueConstraint('code', name=op.f('uq_product_category_code'))
    )
    with op.batch_alter_table('product_category', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_category_parent_code'), ['parent_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_category_path'), ['path'], unique=False)

    op.create_table('stored_file',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('media_type', sa.String(length=64), nullable=False),
    sa.Column('size', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('stored_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_stored_file'))
    )
    op.create_table('worker',
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_worker'))
    )
    op.create_table('bureau_member',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_bureau_member_account_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_bureau_member_bureau_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bureau_member')),
    sa.UniqueConstraint('bureau_id', 'account_id', name=op.f('uq_bureau_member_bureau_id_account_id'))
    )
    with op.batch_alter_table('bureau_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bureau_member_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bureau_member_bureau_id'), ['bureau_id'], unique=False)

    op.create_table('catalogue_confirmation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('standard_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('withdrawn', sa.Boolean(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_catalogue_confirmation_bureau_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_catalogue_confirmation_recorded_by_id')),
    sa.ForeignKeyConstraint(['standard_id'], ['catalogue_standard.id'], name=op.f('fk_catalogue_confirmation_standard_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_confirmation'))
    )
    with op.batch_alter_table('catalogue_confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_catalogue_confirmation_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_confirmation_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_catalogue_confirmation_standard_id'), ['standard_id'], unique=False)

    op.create_table('catalogue_source',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('standard_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('status', sa.String(length=64), nullable=True),
    sa.Column('stated', sa.JSON(), nullable=False),
    sa.Column('imported_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['standard_id'], ['catalogue_standard.id'], name=op.f('fk_catalogue_source_standard_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_source')),
    sa.UniqueConstraint('standard_id', 'source', name=op.f('uq_catalogue_source_standard_id_source'))
    )
    with op.batch_alter_table('catalogue_source', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_catalogue_source_standard_id'), ['standard_id'], unique=False)

    op.create_table('category_concept',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('category_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('concept_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['product_category.id'], name=op.f('fk_category_concept_category_id')),
    sa.ForeignKeyConstraint(['concept_id'], ['indicator_concept.id'], name=op.f('fk_category_concept_concept_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_category_concept')),
    sa.UniqueConstraint('category_id', 'concept_id', name=op.f('uq_category_concept_category_id_concept_id'))
    )
    with op.batch_alter_table('category_concept', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_category_concept_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_category_concept_concept_id'), ['concept_id'], unique=False)

    op.create_table('concept_synonym',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('concept_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False),
    sa.Column('key', sa.String(length=300), nullable=False),
    sa.Column('mapped_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['concept_id'], ['indicator_concept.id'], name=op.f('fk_concept_synonym_concept_id')),
    sa.ForeignKeyConstraint(['mapped_by_id'], ['account.id'], name=op.f('fk_concept_synonym_mapped_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concept_synonym')),
    sa.UniqueConstraint('key', name=op.f('uq_concept_synonym_key'))
    )
    with op.batch_alter_table('concept_synonym', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_concept_synonym_concept_id'), ['concept_id'], unique=False)

    op.create_table('confirmation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=64), nullable=False),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_confirmation_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmation'))
    )
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_confirmation_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_confirmation_secret_hash'), ['secret_hash'], unique=False)

    op.create_table('disclosure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(length=64), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=300), nullable=False),
    sa.Column('klass', sa.String(length=64), nullable=False),
    sa.Column('compact_key', sa.String(length=300), nullable=False),
    sa.Column('undated_key', sa.String(length=300), nullable=False),
    sa.Column('bare_key', sa.String(length=64), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('basis', sa.String(length=64), nullable=False),
    sa.Column('catalogue_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('latest_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('disclosed_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['catalogue_id'], ['catalogue_standard.id'], name=op.f('fk_disclosure_catalogue_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_disclosure_enterprise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure')),
    sa.UniqueConstraint('enterprise_id', 'compact_key', 'round', name=op.f('uq_disclosure_enterprise_id_compact_key_round')),
    sa.UniqueConstraint('public_id', name=op.f('uq_disclosure_public_id'))
    )
    with op.batch_alter_table('disclosure', schema=None) as batch_op:
        batch_op.create_index('ix_disclosure_bare_key', ['bare_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_catalogue_id'), ['catalogue_id'], unique=False)
        batch_op.create_index('ix_disclosure_compact_key', ['compact_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_disclosed_at'), ['disclosed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index('ix_disclosure_klass_disclosed_at', ['klass', 'disclosed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_latest_version_id'), ['latest_version_id'], unique=False)
        batch_op.create_index('ix_disclosure_undated_key', ['undated_key'], unique=False)

    op.create_table('enterprise_fact',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('statement', sa.String(length=300), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('source_url', sa.String(length=300), nullable=True),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(), nullable=True),
    sa.Column('confirmed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['confirmed_by_id'], ['account.id'], name=op.f('fk_enterprise_fact_confirmed_by_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_enterprise_fact_enterprise_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_enterprise_fact_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enterprise_fact'))
    )
    with op.batch_alter_table('enterprise_fact', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enterprise_fact_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enterprise_fact_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('enterprise_member',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.String(length=64), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_enterprise_member_account_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_enterprise_member_enterprise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enterprise_member')),
    sa.UniqueConstraint('enterprise_id', 'account_id', name=op.f('uq_enterprise_member_enterprise_id_account_id'))
    )
    with op.batch_alter_table('enterprise_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enterprise_member_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enterprise_member_enterprise_id'), ['enterprise_id'], unique=False)

    op.create_table('enterprise_name',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_enterprise_name_enterprise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enterprise_name'))
    )
    with op.batch_alter_table('enterprise_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_enterprise_name_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_enterprise_name_name'), ['name'], unique=False)

    op.create_table('floor',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('standard_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('concept_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('operator', sa.String(length=64), nullable=False),
    sa.Column('low', sa.String(length=64), nullable=True),
    sa.Column('high', sa.String(length=64), nullable=True),
    sa.Column('unit', sa.String(length=64), nullable=True),
    sa.Column('grade', sa.String(length=64), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('condition_code', sa.String(length=64), nullable=True),
    sa.Column('method', sa.String(length=300), nullable=True),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['concept_id'], ['indicator_concept.id'], name=op.f('fk_floor_concept_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_floor_recorded_by_id')),
    sa.ForeignKeyConstraint(['standard_id'], ['catalogue_standard.id'], name=op.f('fk_floor_standard_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_floor'))
    )
    with op.batch_alter_table('floor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_floor_concept_id'), ['concept_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_floor_standard_id'), ['standard_id'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=False),
    sa.Column('roles', sa.JSON(), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('invited_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('accepted_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_invitation_bureau_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_invitation_enterprise_id')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['account.id'], name=op.f('fk_invitation_invited_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    sa.UniqueConstraint('secret_hash', name=op.f('uq_invitation_secret_hash'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_invited_by_id'), ['invited_by_id'], unique=False)

    op.create_table('message',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('facts', sa.JSON(), nullable=False),
    sa.Column('path', sa.String(length=300), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('read_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_message_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_message_account_id'), ['account_id'], unique=False)

    op.create_table('product',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('generic_name', sa.String(length=300), nullable=True),
    sa.Column('brand', sa.String(length=300), nullable=True),
    sa.Column('models', sa.Text(), nullable=True),
    sa.Column('specification', sa.Text(), nullable=True),
    sa.Column('category_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('gtin', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['category_id'], ['product_category.id'], name=op.f('fk_product_category_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_product_enterprise_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product')),
    sa.UniqueConstraint('gtin', name=op.f('uq_product_gtin'))
    )
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_category_id'), ['category_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_name'), ['name'], unique=False)

    op.create_table('recovery_code',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_recovery_code_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code'))
    )
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_recovery_code_account_id'), ['account_id'], unique=False)

    op.create_table('sign_in',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('device', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('second_factor_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_sign_in_account_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_token_hash'))
    )
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_account_id'), ['account_id'], unique=False)

    op.create_table('verification_request',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('division_code', sa.String(length=64), nullable=False),
    sa.Column('town', sa.String(length=300), nullable=True),
    sa.Column('licence_sha256', sa.String(length=64), nullable=False),
    sa.Column('licence_name', sa.String(length=300), nullable=False),
    sa.Column('message', sa.Text(), nullable=True),
    sa.Column('submitted_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('submitted_at', sa.DateTime(), nullable=False),
    sa.Column('decision', sa.String(length=64), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_verification_request_decided_by_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_verification_request_enterprise_id')),
    sa.ForeignKeyConstraint(['licence_sha256'], ['stored_file.sha256'], name=op.f('fk_verification_request_licence_sha256')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['account.id'], name=op.f('fk_verification_request_submitted_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verification_request'))
    )
    with op.batch_alter_table('verification_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_verification_request_decided_at'), ['decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_verification_request_division_code'), ['division_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_verification_request_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_verification_request_licence_sha256'), ['licence_sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_verification_request_submitted_by_id'), ['submitted_by_id'], unique=False)

    op.create_table('disclosure_succession',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('successor_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_disclosure_succession_disclosure_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_disclosure_succession_recorded_by_id')),
    sa.ForeignKeyConstraint(['successor_id'], ['disclosure.id'], name=op.f('fk_disclosure_succession_successor_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_succession')),
    sa.UniqueConstraint('disclosure_id', name=op.f('uq_disclosure_succession_disclosure_id'))
    )
    with op.batch_alter_table('disclosure_succession', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disclosure_succession_recorded_by_id'), ['recorded_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_succession_successor_id'), ['successor_id'], unique=False)

    op.create_table('disclosure_withdrawal',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_disclosure_withdrawal_disclosure_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_disclosure_withdrawal_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_withdrawal')),
    sa.UniqueConstraint('disclosure_id', name=op.f('uq_disclosure_withdrawal_disclosure_id'))
    )
    with op.batch_alter_table('disclosure_withdrawal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disclosure_withdrawal_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('dispute',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('claimant_account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('claimant_enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('holder_product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('gtin', sa.String(length=64), nullable=True),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('licence_sha256', sa.String(length=64), nullable=True),
    sa.Column('opened_at', sa.DateTime(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decision', sa.String(length=64), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('decided_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.ForeignKeyConstraint(['claimant_account_id'], ['account.id'], name=op.f('fk_dispute_claimant_account_id')),
    sa.ForeignKeyConstraint(['claimant_enterprise_id'], ['enterprise.id'], name=op.f('fk_dispute_claimant_enterprise_id')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['account.id'], name=op.f('fk_dispute_decided_by_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_dispute_enterprise_id')),
    sa.ForeignKeyConstraint(['holder_product_id'], ['product.id'], name=op.f('fk_dispute_holder_product_id')),
    sa.ForeignKeyConstraint(['licence_sha256'], ['stored_file.sha256'], name=op.f('fk_dispute_licence_sha256')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_dispute_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dispute'))
    )
    with op.batch_alter_table('dispute', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_dispute_claimant_account_id'), ['claimant_account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispute_claimant_enterprise_id'), ['claimant_enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispute_decided_at'), ['decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispute_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispute_gtin'), ['gtin'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispute_holder_product_id'), ['holder_product_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_dispute_product_id'), ['product_id'], unique=False)

    op.create_table('draft',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('purpose', sa.String(length=64), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('content', sa.JSON(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('created_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('saved_at', sa.DateTime(), nullable=False),
    sa.Column('saved_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosed_version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('discarded_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['created_by_id'], ['account.id'], name=op.f('fk_draft_created_by_id')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_draft_disclosure_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_draft_enterprise_id')),
    sa.ForeignKeyConstraint(['saved_by_id'], ['account.id'], name=op.f('fk_draft_saved_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draft'))
    )
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_draft_created_by_id'), ['created_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_disclosed_version_id'), ['disclosed_version_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_draft_saved_by_id'), ['saved_by_id'], unique=False)

    op.create_table('platform_indication',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('url', sa.String(length=300), nullable=False),
    sa.Column('indicated_on', sa.Date(), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_platform_indication_disclosure_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_platform_indication_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_platform_indication'))
    )
    with op.batch_alter_table('platform_indication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_platform_indication_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_platform_indication_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('product_disclosure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('main', sa.Boolean(), nullable=False),
    sa.Column('linked_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_product_disclosure_disclosure_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_product_disclosure_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_disclosure')),
    sa.UniqueConstraint('product_id', 'disclosure_id', name=op.f('uq_product_disclosure_product_id_disclosure_id'))
    )
    with op.batch_alter_table('product_disclosure', schema=None) as batch_op:
        batch_op.create_index('ix_product_disclosure_disclosure_id', ['disclosure_id'], unique=False)

    op.create_table('scan_code',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('code', sa.String(length=64), nullable=False),
    sa.Column('issued_at', sa.DateTime(), nullable=False),
    sa.Column('revoked_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_scan_code_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_scan_code')),
    sa.UniqueConstraint('code', name=op.f('uq_scan_code_code'))
    )
    with op.batch_alter_table('scan_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_scan_code_product_id'), ['product_id'], unique=False)

    op.create_table('standing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('result', sa.String(length=64), nullable=True),
    sa.Column('document', sa.String(length=300), nullable=True),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('source_url', sa.String(length=300), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('annulled', sa.Boolean(), nullable=False),
    sa.Column('corrects_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_standing_bureau_id')),
    sa.ForeignKeyConstraint(['corrects_id'], ['standing.id'], name=op.f('fk_standing_corrects_id')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_standing_disclosure_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_standing_enterprise_id')),
    sa.ForeignKeyConstraint(['recorded_by_id'], ['account.id'], name=op.f('fk_standing_recorded_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standing')),
    sa.UniqueConstraint('corrects_id', name=op.f('uq_standing_corrects_id'))
    )
    with op.batch_alter_table('standing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_standing_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_standing_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_standing_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_standing_kind'), ['kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_standing_recorded_by_id'), ['recorded_by_id'], unique=False)

    op.create_table('disclosure_version',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosure_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('change', sa.String(length=64), nullable=False),
    sa.Column('change_reason', sa.Text(), nullable=True),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('in_force_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.Column('lower_stated', sa.Boolean(), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=True),
    sa.Column('text_public', sa.Boolean(), nullable=False),
    sa.Column('draft_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('disclosed_at', sa.DateTime(), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['disclosed_by_id'], ['account.id'], name=op.f('fk_disclosure_version_disclosed_by_id')),
    sa.ForeignKeyConstraint(['disclosure_id'], ['disclosure.id'], name=op.f('fk_disclosure_version_disclosure_id')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.id'], name=op.f('fk_disclosure_version_draft_id')),
    sa.ForeignKeyConstraint(['text_sha256'], ['stored_file.sha256'], name=op.f('fk_disclosure_version_text_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure_version')),
    sa.UniqueConstraint('disclosure_id', 'sequence', name=op.f('uq_disclosure_version_disclosure_id_sequence')),
    sa.UniqueConstraint('draft_id', name=op.f('uq_disclosure_version_draft_id'))
    )
    with op.batch_alter_table('disclosure_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disclosure_version_disclosed_by_id'), ['disclosed_by_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_version_disclosure_id'), ['disclosure_id'], unique=False)
        batch_op.create_index('ix_disclosure_version_in_force_from', ['in_force_from', 'disclosure_id'], unique=False)
        batch_op.create_index('ix_disclosure_version_newest', ['disclosed_at', 'title', 'disclosure_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_version_title'), ['title'], unique=False)
        batch_op.create_index('ix_disclosure_version_valid_until', ['valid_until', 'disclosure_id'], unique=False, sqlite_where=sa.text('valid_until IS NOT NULL'), postgresql_where=sa.text('valid_until IS NOT NULL'))

    op.create_table('indicator',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('concept_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('name_key', sa.String(length=300), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('operator', sa.String(length=64), nullable=False),
    sa.Column('low', sa.String(length=64), nullable=True),
    sa.Column('high', sa.String(length=64), nullable=True),
    sa.Column('unit', sa.String(length=64), nullable=True),
    sa.Column('grade', sa.String(length=64), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('base_low', sa.Float(), nullable=True),
    sa.Column('base_high', sa.Float(), nullable=True),
    sa.Column('condition_code', sa.String(length=64), nullable=True),
    sa.Column('condition_text', sa.String(length=300), nullable=True),
    sa.Column('method', sa.String(length=300), nullable=False),
    sa.Column('method_key', sa.String(length=300), nullable=True),
    sa.ForeignKeyConstraint(['concept_id'], ['indicator_concept.id'], name=op.f('fk_indicator_concept_id')),
    sa.ForeignKeyConstraint(['version_id'], ['disclosure_version.id'], name=op.f('fk_indicator_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_indicator')),
    sa.UniqueConstraint('version_id', 'position', name=op.f('uq_indicator_version_id_position'))
    )
    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_indicator_concept_id'), ['concept_id'], unique=False)
        batch_op.create_index('ix_indicator_free', ['name_key'], unique=False, sqlite_where=sa.text('concept_id IS NULL'), postgresql_where=sa.text('concept_id IS NULL'))

    op.create_table('version_reference',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('relation', sa.String(length=64), nullable=False),
    sa.Column('number', sa.String(length=300), nullable=False),
    sa.Column('compact_key', sa.String(length=300), nullable=False),
    sa.Column('catalogue_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('comparison', sa.String(length=64), nullable=True),
    sa.Column('statement', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['catalogue_id'], ['catalogue_standard.id'], name=op.f('fk_version_reference_catalogue_id')),
    sa.ForeignKeyConstraint(['version_id'], ['disclosure_version.id'], name=op.f('fk_version_reference_version_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_version_reference')),
    sa.UniqueConstraint('version_id', 'position', name=op.f('uq_version_reference_version_id_position'))
    )
    with op.batch_alter_table('version_reference', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_version_reference_catalogue_id'), ['catalogue_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_version_reference_compact_key'), ['compact_key'], unique=False)

    guards.restore(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table('version_reference', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_version_reference_compact_key'))
        batch_op.drop_index(batch_op.f('ix_version_reference_catalogue_id'))

    op.drop_table('version_reference')
    with op.batch_alter_table('indicator', schema=None) as batch_op:
        batch_op.drop_index('ix_indicator_free', sqlite_where=sa.text('concept_id IS NULL'), postgresql_where=sa.text('concept_id IS NULL'))
        batch_op.drop_index(batch_op.f('ix_indicator_concept_id'))

    op.drop_table('indicator')
    with op.batch_alter_table('disclosure_version', schema=None) as batch_op:
        batch_op.drop_index('ix_disclosure_version_valid_until', sqlite_where=sa.text('valid_until IS NOT NULL'), postgresql_where=sa.text('valid_until IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_disclosure_version_title'))
        batch_op.drop_index('ix_disclosure_version_newest')
        batch_op.drop_index('ix_disclosure_version_in_force_from')
        batch_op.drop_index(batch_op.f('ix_disclosure_version_disclosure_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_version_disclosed_by_id'))

    op.drop_table('disclosure_version')
    with op.batch_alter_table('standing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_standing_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_standing_kind'))
        batch_op.drop_index(batch_op.f('ix_standing_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_standing_disclosure_id'))
        batch_op.drop_index(batch_op.f('ix_standing_bureau_id'))

    op.drop_table('standing')
    with op.batch_alter_table('scan_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_scan_code_product_id'))

    op.drop_table('scan_code')
    with op.batch_alter_table('product_disclosure', schema=None) as batch_op:
        batch_op.drop_index('ix_product_disclosure_disclosure_id')

    op.drop_table('product_disclosure')
    with op.batch_alter_table('platform_indication', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_platform_indication_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_platform_indication_disclosure_id'))

    op.drop_table('platform_indication')
    with op.batch_alter_table('draft', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_draft_saved_by_id'))
        batch_op.drop_index(batch_op.f('ix_draft_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_draft_disclosure_id'))
        batch_op.drop_index(batch_op.f('ix_draft_disclosed_version_id'))
        batch_op.drop_index(batch_op.f('ix_draft_created_by_id'))

    op.drop_table('draft')
    with op.batch_alter_table('dispute', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_dispute_product_id'))
        batch_op.drop_index(batch_op.f('ix_dispute_holder_product_id'))
        batch_op.drop_index(batch_op.f('ix_dispute_gtin'))
        batch_op.drop_index(batch_op.f('ix_dispute_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_dispute_decided_at'))
        batch_op.drop_index(batch_op.f('ix_dispute_claimant_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_dispute_claimant_account_id'))

    op.drop_table('dispute')
    with op.batch_alter_table('disclosure_withdrawal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disclosure_withdrawal_recorded_by_id'))

    op.drop_table('disclosure_withdrawal')
    with op.batch_alter_table('disclosure_succession', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_disclosure_succession_successor_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_succession_recorded_by_id'))

    op.drop_table('disclosure_succession')
    with op.batch_alter_table('verification_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_verification_request_submitted_by_id'))
        batch_op.drop_index(batch_op.f('ix_verification_request_licence_sha256'))
        batch_op.drop_index(batch_op.f('ix_verification_request_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_verification_request_division_code'))
        batch_op.drop_index(batch_op.f('ix_verification_request_decided_at'))

    op.drop_table('verification_request')
    with op.batch_alter_table('sign_in', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_account_id'))

    op.drop_table('sign_in')
    with op.batch_alter_table('recovery_code', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_recovery_code_account_id'))

    op.drop_table('recovery_code')
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_name'))
        batch_op.drop_index(batch_op.f('ix_product_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_product_category_id'))

    op.drop_table('product')
    with op.batch_alter_table('message', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_message_account_id'))

    op.drop_table('message')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_invited_by_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_bureau_id'))

    op.drop_table('invitation')
    with op.batch_alter_table('floor', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_floor_standard_id'))
        batch_op.drop_index(batch_op.f('ix_floor_concept_id'))

    op.drop_table('floor')
    with op.batch_alter_table('enterprise_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enterprise_name_name'))
        batch_op.drop_index(batch_op.f('ix_enterprise_name_enterprise_id'))

    op.drop_table('enterprise_name')
    with op.batch_alter_table('enterprise_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enterprise_member_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_enterprise_member_account_id'))

    op.drop_table('enterprise_member')
    with op.batch_alter_table('enterprise_fact', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enterprise_fact_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_enterprise_fact_enterprise_id'))

    op.drop_table('enterprise_fact')
    with op.batch_alter_table('disclosure', schema=None) as batch_op:
        batch_op.drop_index('ix_disclosure_undated_key')
        batch_op.drop_index(batch_op.f('ix_disclosure_latest_version_id'))
        batch_op.drop_index('ix_disclosure_klass_disclosed_at')
        batch_op.drop_index(batch_op.f('ix_disclosure_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_disclosure_disclosed_at'))
        batch_op.drop_index('ix_disclosure_compact_key')
        batch_op.drop_index(batch_op.f('ix_disclosure_catalogue_id'))
        batch_op.drop_index('ix_disclosure_bare_key')

    op.drop_table('disclosure')
    with op.batch_alter_table('confirmation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_confirmation_secret_hash'))
        batch_op.drop_index(batch_op.f('ix_confirmation_account_id'))

    op.drop_table('confirmation')
    with op.batch_alter_table('concept_synonym', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_concept_synonym_concept_id'))

    op.drop_table('concept_synonym')
    with op.batch_alter_table('category_concept', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_category_concept_concept_id'))
        batch_op.drop_index(batch_op.f('ix_category_concept_category_id'))

    op.drop_table('category_concept')
    with op.batch_alter_table('catalogue_source', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_catalogue_source_standard_id'))

    op.drop_table('catalogue_source')
    with op.batch_alter_table('catalogue_confirmation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_catalogue_confirmation_standard_id'))
        batch_op.drop_index(batch_op.f('ix_catalogue_confirmation_recorded_by_id'))
        batch_op.drop_index(batch_op.f('ix_catalogue_confirmation_bureau_id'))

    op.drop_table('catalogue_confirmation')
    with op.batch_alter_table('bureau_member', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bureau_member_bureau_id'))
        batch_op.drop_index(batch_op.f('ix_bureau_member_account_id'))

    op.drop_table('bureau_member')
    op.drop_table('worker')
    op.drop_table('stored_file')
    with op.batch_alter_table('product_category', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_category_path'))
        batch_op.drop_index(batch_op.f('ix_product_category_parent_code'))

    op.drop_table('product_category')
    with op.batch_alter_table('ledger_entry', schema=None) as batch_op:
        batch_op.drop_index('ix_ledger_entry_subject')

    op.drop_table('ledger_entry')
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_index('ix_job_open')

    op.drop_table('job')
    op.drop_table('indicator_concept')
    with op.batch_alter_table('enterprise', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_enterprise_verified_at'))
        batch_op.drop_index(batch_op.f('ix_enterprise_name'))
        batch_op.drop_index(batch_op.f('ix_enterprise_industry_code'))
        batch_op.drop_index(batch_op.f('ix_enterprise_division_code'))

    op.drop_table('enterprise')
    with op.batch_alter_table('catalogue_standard', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_catalogue_standard_undated_key'))
        batch_op.drop_index(batch_op.f('ix_catalogue_standard_title'))
        batch_op.drop_index(batch_op.f('ix_catalogue_standard_klass'))
        batch_op.drop_index(batch_op.f('ix_catalogue_standard_ics'))
        batch_op.drop_index(batch_op.f('ix_catalogue_standard_ccs'))
        batch_op.drop_index(batch_op.f('ix_catalogue_standard_bare_key'))

    op.drop_table('catalogue_standard')
    with op.batch_alter_table('bureau', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bureau_division_code'))

    op.drop_table('bureau')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_bureau_id'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_action'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_account_id'))

    op.drop_table('audit_entry')
    op.drop_table('attempt')
    op.drop_table('account')
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION guard_refuse(), guard_sealed()")
