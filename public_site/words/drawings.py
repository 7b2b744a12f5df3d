"""Words of drawn codes: what is refused and why, and what is drawn though some reader may fail on it."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "drawing_level": _l("纠错等级是 M、Q 或 H"),
    "drawing_level_low": _l("不用 L 级纠错：稍有污损就读不出。平整表面用 M，薄膜或曲面用 Q，大幅标牌用 H"),
    "drawing_module_small": _l("模块太小，手机读不出：印出来不能小于 %(module_least)s 毫米"),
    "drawing_module_large": _l("模块太大：不能大于 %(module_most)s 毫米"),
    "drawing_quiet_narrow": _l("四周的空白不够：至少留 %(quiet_least)s 个模块宽，否则读码器找不到码"),
    "drawing_quiet_wide": _l("四周的空白太宽：最多 %(quiet_most)s 个模块"),
    "drawing_colour": _l("颜色写成 #rrggbb，例如 #000000"),
    "drawing_inverted": _l("码必须深色印在浅色上；反白的码许多读码器读不出"),
    "drawing_contrast": _l("深浅反差不够：至少百分之 %(contrast_least)s（ISO/IEC 15415 符号反差）。请用更深的码或更浅的底"),
    "drawing_dpi": _l("打印机分辨率在 %(dpi_least)s 到 %(dpi_most)s dpi 之间"),
    "drawing_png_large": _l("位图太大：每边最多 %(dots_most)s 点。请减小模块或分辨率，或改用 SVG、PDF"),
    "drawing_text_long": _l("内容太长，一个码放不下"),
    "drawing_no_gtin": _l("这个产品没有商品条码，只能用短码"),
    "drawing_part_needs_gtin": _l("批号、序列号和规格代码只能印在带商品条码的码里"),
    "drawing_code_revoked": _l("这个码已撤销，不再提供图样；请用产品现在的码"),
    "drawing_lot_unknown": _l("这个产品没有登记这个批号"),
    "drawing_serial_unknown": _l("这个产品没有登记这个序列号"),
    "drawing_variant_unknown": _l("这个产品没有登记这个规格代码"),
    "drawing_below_telephone": _l("模块小于 0.33 毫米：许多手机读不出，建议放大。"),
    "drawing_below_till": _l("模块小于 0.396 毫米：手机能读，收银机可能读不出。"),
    "drawing_above_till": _l("模块大于 0.990 毫米：适合张贴，收银机可能读不出。"),
    "drawing_contrast_low": _l("深浅反差不到百分之七十：光线差时手机可能读不出。请用更深的码或更浅的底。"),
    "drawing_red_light": _l("红光下深浅反差不到百分之四十：用红光扫描的收银机可能读不出，红、橙、棕色的码都会这样。"),
    "field.level": _l("纠错等级"),
    "field.quiet": _l("四周空白"),
    "field.dpi": _l("打印机分辨率"),
    "field.colour": _l("码的颜色"),
    "field.background": _l("底色"),
    "field.variant": _l("规格代号"),
    "field.link": _l("码里的网址"),
}
LINKS = {
    "gtin": (_l("带商品条码的网址"), _l("同一个码既是商品条码又通向标准；可以带规格和批号")),
    "short": (_l("短码的网址"), _l("不带商品条码、规格和批号")),
}
DARK = {"#000000": _l("黑"), "#003366": _l("深蓝"), "#00452b": _l("深绿"), "#4a2c00": _l("深棕")}
LIGHT = {"#ffffff": _l("白"), "#fff8e7": _l("米白"), "#fff3b0": _l("浅黄")}
"""Colours that are offered, each readable on each."""
