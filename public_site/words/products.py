"""Words of products and services: codes of errors, and what the columns of a pasted list are called."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "product_name_missing": _l("请填写产品或服务的名称"),
    "category_missing": _l("请填写产品类别，或从列表中选择"),
    "category_choose": _l("有几个类别与它相近，请选择一个"),
    "product_category_unknown": _l("没有找到这个类别，请换一个词，或从列表中选择"),
    "gtin_digits": _l("条码只含数字。表格里显示成 9.52E+12 的，请先把那一列设为文本再复制"),
    "gtin_length": _l("条码是 8、12、13 或 14 位数字"),
    "gtin_check_digit": _l("校验位不符：有一位可能输错了，请对照包装逐位核对"),
    "gtin_taken": _l("这个条码已登记在另一家企业的产品上"),
    "gtin_own_product": _l("本企业的另一个产品已经用了这个条码"),
    "gtin_twice": _l("这份表格里另一行已有这个条码"),
    "claim_missing": _l("请说明为什么这个条码属于你们"),
    "rows_missing": _l("请粘贴至少一行"),
    "too_many_rows": _l("一次最多 %(most)s 行，这里有 %(rows)s 行；请分几次粘贴"),
    "no_standard_chosen": _l("请至少选择一项标准"),
    "field.name": _l("名称"),
    "field.kind": _l("产品还是服务"),
    "field.generic_name": _l("通用名"),
    "field.brand": _l("品牌"),
    "field.models": _l("型号"),
    "field.specification": _l("规格"),
    "field.gtin": _l("商品条码"),
    "field.claim": _l("对条码的说明"),
    "field.rows": _l("粘贴的表格"),
}

KINDS = {"product": _l("产品"), "service": _l("服务")}
COLUMNS = {
    "name": _l("产品名称"), "models": _l("型号"), "category": _l("类别"), "gtin": _l("商品条码"), "brand": _l("品牌"), "specification": _l("规格"), "generic_name": _l("通用名"),
}  # fmt: skip
ENDINGS = {
    "end": (_l("停止提供"), _l("公开页和印出的短码继续有效，会写明“已停产或停止服务”；以后可以恢复。")),
    "resume": (_l("恢复提供"), _l("公开页不再写“已停产或停止服务”，短码不变。")),
}
