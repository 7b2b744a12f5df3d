"""Published incentive tables as they are printed, for a bureau to begin from."""

from dataclasses import fields

from registry import seed
from registry.rules.policy import Policy, Row, with_codes


def chengxiang() -> Policy:
    """The table of the Chengxiang District plan (2021). Where the printed text is in doubt the row says so, and pays nothing before a bureau settles it."""
    names = [each.name for each in fields(Row)]
    rows = tuple(Row(**{name: row.get(name, "") for name in names}) for row in seed.rows("policies/chengxiang_2021.csv"))
    return with_codes(Policy(
        title="城厢区标准化工作奖励标准（示例）", document="城厢区企业产品和服务标准自我声明公开和监督制度工作方案（2021年）",
        note="按印发的金额录入，供示例使用。印发文本没有写明分档名称的，备注中注明，请主管部门核对后再发布。", rows=rows,
    ))  # fmt: skip
