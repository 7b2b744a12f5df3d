"""Words of printed kits: what is wrong with an order, what became of one, and what was drawn how."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "kit_copies": _l("份数是 1 到 %(most_labels)s 之间的整数"),
    "kit_no_product_chosen": _l("请至少选择一个产品或服务"),
    "kit_too_many_chosen": _l("一次最多选择 %(most_chosen)s 个；要印全部，请选“全部”"),
    "kit_no_lot_chosen": _l("请选择一批，或一个产品的全部序列号"),
    "kit_lot_unknown": _l("没有找到这一批，或它的产品没有商品条码"),
    "kit_product_unknown": _l("有的产品不属于本企业、已停止提供或没有有效的短码，请重新选择"),
    "kit_code_unknown": _l("本企业没有这些短码或条码：%(codes)s"),
    "kit_empty": _l("没有可以印的码：产品已停止提供、没有有效的短码，或还没有序列号"),
    "kit_no_service": _l("门牌只给服务用；本企业还没有登记服务，或所选的不是服务"),
    "kit_plate_whole_service": _l("门牌按服务制作，不分批次和序列号"),
    "kit_too_many_labels": _l("共 %(labels)s 枚，一次最多 %(most_labels)s 枚；请分几次订"),
    "kit_module_too_small": _l("模块太小，手机读不出：不能小于 %(least_module)s 毫米"),
    "kit_module_too_large": _l("模块太大：不能大于 %(most_module)s 毫米"),
    "kit_size_outside": _l("尺寸不在可用范围内，请核对单位是毫米"),
    "kit_label_larger_than_sheet": _l("标签比纸张的可用部分还大"),
    "kit_sheet_does_not_fit": _l("这张纸放不下一枚这样的标签"),
    "kit_sheet_labels_many": _l("一张纸上的标签太多，请加大标签或减小纸张"),
    "kit_label_small": _l("标签太小：放得下的模块只有 %(room)s 毫米，需要 %(module)s 毫米。请换大一些的标签，或少印几行字"),
    "kit_label_narrow": _l("标签太窄：%(width)s 毫米放不下标准编号或网址，请换宽一些的标签"),
    "kit_plate_name_long": _l("企业或服务的名称太长，门牌三行写不下"),
    "kit_drawing_png_large": _l("位图太大：请减小模块或打印机分辨率，或改用 SVG、PDF"),
    "kit_does_not_fit": _l("有的码在这样的标签上放不下，请换大一些的标签"),
    "kit_failed": _l("制作时出错，已多次重试。请再订一次；仍不行，请把编号告诉我们"),
    "kit_cancelled": _l("已取消"),
    "kit_ended": _l("这份印码已经结束，不能再取消"),
    "kits_waiting": _l("已有 %(most)s 份印码在等候，请等其中一份做完再订"),
    "field.which": _l("印哪些"),
    "field.products": _l("产品和服务"),
    "field.lot": _l("批次或序列号"),
    "field.copies": _l("每种印几枚"),
    "field.sheet": _l("标签纸"),
    "field.module": _l("模块大小"),
}
KINDS = {"sheets": _l("标签纸"), "plate": _l("门牌"), "archive": _l("图样压缩包")}
KIND_HELP = {
    "sheets": _l("PDF，一张纸印许多标签，可带裁切线"),
    "plate": _l("PDF，给服务场所张贴的大码，带企业和服务名称"),
    "archive": _l("ZIP，每个码一个文件，附 CSV 清单；交给印刷厂或自己的软件"),
}
WHICH = {
    "all": (_l("全部产品和服务"), _l("还在提供、有有效短码的")),
    "chosen": (_l("其中一些"), ""),
    "lot": (_l("一批产品"), _l("码里带批号；产品要有商品条码")),
    "serials": (_l("一件一码"), _l("一批或一个产品的全部序列号，每件一枚")),
}
LEVELS = {
    "M": (_l("M：平整、不磨损的表面"), ""),
    "Q": (_l("Q：薄膜、曲面或易磨损的表面"), _l("码略大")),
    "H": (_l("H：大幅标牌"), _l("码更大")),
}
FITS = {"largest": (_l("尽量大"), _l("每枚码在标签上放到最大，不超过收银机能读的上限")), "exact": (_l("指定模块大小"), "")}
LINES = {"number": _l("标准编号"), "code": _l("短码"), "lot": _l("批号或序列号")}
SIZES = {
    "sheet_width": _l("纸宽"), "sheet_height": _l("纸高"), "label_width": _l("标签宽"), "label_height": _l("标签高"), "margin": _l("页边"), "gap": _l("标签间距"),
}  # fmt: skip
STATES = {
    "waiting": (_l("等候制作"), "coming"), "making": (_l("正在制作"), "coming"), "made": (_l("已做好"), "good"), "cancelled": (_l("已取消"), "past"), "failed": (_l("没有做成"), "bad"),
}  # fmt: skip
"""State of a kit -> its word and the tone of its colour."""
