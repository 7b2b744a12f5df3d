"""Words for what is wrong with an uploaded file, each with how to mend it."""

from flask_babel import lazy_gettext as _l

WORDS = {
    "file_missing": _l("文件是空的，请重新选择"),
    "file_too_large": _l("文件超过 %(largest_mb)s MB,请压缩或拆分后再上传"),
    "file_missing_in_store": _l("没有找到这个文件"),
    "not_a_pdf": _l("这不是 PDF 文件。请在 WPS 或 Word 中用“另存为 PDF”生成后再上传"),
    "not_a_licence_file": _l("请上传 PDF、JPEG 或 PNG 格式的文件"),
    "pdf_encrypted": _l("这个 PDF 设了密码或权限限制。请在原来的软件中去掉密码，另存为新的 PDF 后再上传"),
    "pdf_javascript": _l("这个 PDF 里含有脚本 (JavaScript)。请用“打印为 PDF”重新生成后再上传"),
    "pdf_launch": _l("这个 PDF 打开时会启动程序、打开网址或发送内容。请用“打印为 PDF”重新生成后再上传"),
    "pdf_embedded_files": _l("这个 PDF 里嵌有其他文件。请删除附件，或用“打印为 PDF”重新生成后再上传"),
    "pdf_xfa": _l("这个 PDF 是 XFA 动态表单，多数软件打不开。请用“打印为 PDF”重新生成后再上传"),
    "pdf_multimedia": _l("这个 PDF 里含有音频、视频或三维内容。请用“打印为 PDF”重新生成后再上传"),
    "pdf_damaged": _l("这个 PDF 已损坏或不完整。请从原文件重新生成后再上传"),
    "image_damaged": _l("这张图片已损坏或不完整，请重新拍摄或导出后再上传"),
    "image_too_large_pixels": _l("这张图片的像素太多。请缩小到 5000 万像素以内再上传"),
}
