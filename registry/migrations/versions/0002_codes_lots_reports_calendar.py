"""Printed codes and what they lead to, reports to the bureau, and the calendar of working days

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from registry.migrations import guards

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('calendar_year',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('imported_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_calendar_year'))
    )
    op.create_table('special_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('works', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_special_day'))
    )
    op.create_table('label_kit',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ordered_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('ordered_at', sa.DateTime(), nullable=False),
    sa.Column('options', sa.JSON(), nullable=False),
    sa.Column('job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(), nullable=True),
    sa.Column('begun_with', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('file_sha256', sa.String(length=64), nullable=True),
    sa.Column('problem', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_label_kit_enterprise_id')),
    sa.ForeignKeyConstraint(['file_sha256'], ['stored_file.sha256'], name=op.f('fk_label_kit_file_sha256')),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_label_kit_job_id')),
    sa.ForeignKeyConstraint(['ordered_by_id'], ['account.id'], name=op.f('fk_label_kit_ordered_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_label_kit'))
    )
    with op.batch_alter_table('label_kit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_label_kit_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_label_kit_ordered_by_id'), ['ordered_by_id'], unique=False)
    op.create_table('gtin_holding',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('gtin', sa.String(length=64), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('since', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_gtin_holding_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gtin_holding'))
    )
    with op.batch_alter_table('gtin_holding', schema=None) as batch_op:
        batch_op.create_index('ix_gtin_holding_gtin', ['gtin'], unique=False)
        batch_op.create_index(batch_op.f('ix_gtin_holding_product_id'), ['product_id'], unique=False)
        batch_op.create_index('uq_gtin_holding_open', ['gtin'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('lot',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lot', sa.String(length=64), nullable=False),
    sa.Column('produced_on', sa.Date(), nullable=False),
    sa.Column('registered_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_lot_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lot')),
    sa.UniqueConstraint('product_id', 'lot', name=op.f('uq_lot_product_id_lot'))
    )
    op.create_table('report_case',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('number', sa.String(length=64), nullable=False),
    sa.Column('secret_hash', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=64), nullable=False),
    sa.Column('twin_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('code', sa.String(length=64), nullable=True),
    sa.Column('lot', sa.String(length=64), nullable=True),
    sa.Column('serial', sa.String(length=64), nullable=True),
    sa.Column('problem', sa.String(length=64), nullable=False),
    sa.Column('statement', sa.Text(), nullable=False),
    sa.Column('request', sa.Text(), nullable=True),
    sa.Column('language', sa.String(length=64), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('handler_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_report_case_bureau_id')),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_report_case_enterprise_id')),
    sa.ForeignKeyConstraint(['handler_id'], ['account.id'], name=op.f('fk_report_case_handler_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_report_case_product_id')),
    sa.ForeignKeyConstraint(['twin_id'], ['report_case.id'], name=op.f('fk_report_case_twin_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_case')),
    sa.UniqueConstraint('number', name=op.f('uq_report_case_number'))
    )
    with op.batch_alter_table('report_case', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_case_bureau_id'), ['bureau_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_case_closed_at'), ['closed_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_case_enterprise_id'), ['enterprise_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_case_handler_id'), ['handler_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_case_product_id'), ['product_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_case_received_at'), ['received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_case_twin_id'), ['twin_id'], unique=False)
    op.create_table('typed_link',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('link_type', sa.String(length=64), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('href', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=64), nullable=True),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_typed_link_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_typed_link'))
    )
    with op.batch_alter_table('typed_link', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_typed_link_product_id'), ['product_id'], unique=False)
    op.create_table('variant',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('variant', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('registered_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_variant_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_variant')),
    sa.UniqueConstraint('product_id', 'variant', name=op.f('uq_variant_product_id_variant'))
    )
    op.create_table('case_photo',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['report_case.id'], name=op.f('fk_case_photo_case_id')),
    sa.ForeignKeyConstraint(['sha256'], ['stored_file.sha256'], name=op.f('fk_case_photo_sha256')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_photo')),
    sa.UniqueConstraint('case_id', 'position', name=op.f('uq_case_photo_case_id_position'))
    )
    with op.batch_alter_table('case_photo', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_photo_sha256'), ['sha256'], unique=False)
    op.create_table('case_step',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('word', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('bureau_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('reason', sa.String(length=64), nullable=True),
    sa.Column('told', sa.Text(), nullable=True),
    sa.Column('noted', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_case_step_account_id')),
    sa.ForeignKeyConstraint(['bureau_id'], ['bureau.id'], name=op.f('fk_case_step_bureau_id')),
    sa.ForeignKeyConstraint(['case_id'], ['report_case.id'], name=op.f('fk_case_step_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_step'))
    )
    with op.batch_alter_table('case_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_step_case_id'), ['case_id'], unique=False)
    op.create_table('reporter',
    sa.Column('case_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=True),
    sa.Column('phone', sa.String(length=64), nullable=True),
    sa.Column('address', sa.String(length=300), nullable=True),
    sa.Column('email', sa.String(length=300), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['report_case.id'], name=op.f('fk_reporter_case_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_reporter'))
    )
    op.create_table('scan_count',
    sa.Column('code_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('region', sa.String(length=64), nullable=False),
    sa.Column('scans', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['code_id'], ['scan_code.id'], name=op.f('fk_scan_count_code_id')),
    sa.PrimaryKeyConstraint('code_id', 'day', 'region', name=op.f('pk_scan_count')),
    sqlite_with_rowid=False
    )
    op.create_table('enterprise_scan_count',
    sa.Column('enterprise_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('region', sa.String(length=64), nullable=False),
    sa.Column('scans', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['enterprise_id'], ['enterprise.id'], name=op.f('fk_enterprise_scan_count_enterprise_id')),
    sa.PrimaryKeyConstraint('enterprise_id', 'day', 'region', name=op.f('pk_enterprise_scan_count')),
    sqlite_with_rowid=False
    )
    op.create_table('serial_run',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('job_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('registered_at', sa.DateTime(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['job_id'], ['job.id'], name=op.f('fk_serial_run_job_id')),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_serial_run_lot_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_serial_run_product_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_serial_run'))
    )
    with op.batch_alter_table('serial_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_serial_run_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_serial_run_product_id'), ['product_id'], unique=False)
    op.create_table('serial',
    sa.Column('product_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('serial', sa.String(length=64), nullable=False),
    sa.Column('run_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('lot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('registered_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['lot_id'], ['lot.id'], name=op.f('fk_serial_lot_id')),
    sa.ForeignKeyConstraint(['product_id'], ['product.id'], name=op.f('fk_serial_product_id')),
    sa.ForeignKeyConstraint(['run_id'], ['serial_run.id'], name=op.f('fk_serial_run_id')),
    sa.PrimaryKeyConstraint('product_id', 'serial', name=op.f('pk_serial'))
    )
    with op.batch_alter_table('serial', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_serial_lot_id'), ['lot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_serial_run_id'), ['run_id'], unique=False)
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.add_column(sa.Column('merged_into_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True))
        batch_op.create_index(batch_op.f('ix_product_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_product_merged_into_id'), 'product', ['merged_into_id'], ['id'])
    op.execute("INSERT INTO gtin_holding (gtin, product_id, since) SELECT gtin, id, created_at FROM product WHERE gtin IS NOT NULL")
    guards.restore(op.get_bind(), "scan_code", "case_step")


def downgrade() -> None:
    guards.remove(op.get_bind(), "scan_code", "case_step")
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_product_merged_into_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_product_merged_into_id'))
        batch_op.drop_column('merged_into_id')
    with op.batch_alter_table('serial', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_serial_lot_id'))
        batch_op.drop_index(batch_op.f('ix_serial_run_id'))
    op.drop_table('serial')
    with op.batch_alter_table('serial_run', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_serial_run_lot_id'))
        batch_op.drop_index(batch_op.f('ix_serial_run_product_id'))
    op.drop_table('serial_run')
    op.drop_table('enterprise_scan_count')
    op.drop_table('scan_count')
    op.drop_table('reporter')
    with op.batch_alter_table('case_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_step_case_id'))
    op.drop_table('case_step')
    with op.batch_alter_table('case_photo', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_case_photo_sha256'))
    op.drop_table('case_photo')
    op.drop_table('variant')
    with op.batch_alter_table('typed_link', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_typed_link_product_id'))
    op.drop_table('typed_link')
    with op.batch_alter_table('report_case', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_case_twin_id'))
        batch_op.drop_index(batch_op.f('ix_report_case_received_at'))
        batch_op.drop_index(batch_op.f('ix_report_case_product_id'))
        batch_op.drop_index(batch_op.f('ix_report_case_handler_id'))
        batch_op.drop_index(batch_op.f('ix_report_case_enterprise_id'))
        batch_op.drop_index(batch_op.f('ix_report_case_closed_at'))
        batch_op.drop_index(batch_op.f('ix_report_case_bureau_id'))
    op.drop_table('report_case')
    op.drop_table('lot')
    with op.batch_alter_table('gtin_holding', schema=None) as batch_op:
        batch_op.drop_index('uq_gtin_holding_open', sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_gtin_holding_product_id'))
        batch_op.drop_index('ix_gtin_holding_gtin')
    op.drop_table('gtin_holding')
    with op.batch_alter_table('label_kit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_label_kit_ordered_by_id'))
        batch_op.drop_index(batch_op.f('ix_label_kit_enterprise_id'))
    op.drop_table('label_kit')
    op.drop_table('special_day')
    op.drop_table('calendar_year')
