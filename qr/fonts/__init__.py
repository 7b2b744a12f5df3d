"""The Chinese font of every PDF, shipped so that a machine with Python alone prints Chinese.

WenQuanYi Micro Hei 0.2.0-beta: TrueType outlines, all 20,902 GBK ideographs and the signs that indicators need
(≥ ≤ ℃ Ω ㎡ ³ ① ·); it has no bold. Licence and authors stand beside the file.
"""

from pathlib import Path

FONT = Path(__file__).parent / "wqy-microhei.ttc"
FACE = 0
"""Which face of the collection: 0 is proportional, 1 is Mono. fpdf2 takes it as `collection_font_number`."""
