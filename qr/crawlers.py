"""How programs name themselves in a User-Agent: search engines, link previews, monitors, scripts. Lower case.

Two short tables, since every scan is held against them. WORDS may stand anywhere and must not stand in the name of a
telephone: plain "bot" would leave out every CUBOT, hence the mark after it. Whom the tables do not know is counted; a
program that hides is beyond any table. To be read anew each year.
"""

from typing import Final

WORDS: Final = (
    # Where to read about the program. No browser sends an address; nearly every crawler does: Googlebot, bingbot, Baiduspider,
    # Sogou web spider, PetalBot, Applebot, YandexBot, Discordbot (each one's help page for webmasters).
    "://",
    "bot/", "bot)", "spider", "crawl",  # COUNTER Code of Practice 5.1, appendix I (robots and crawlers); also Bytespider, 360Spider, YisouSpider
    "preview", "inspectiontool",  # BingPreview (bing.com/webmasters/help); Google-InspectionTool (developers.google.com/crawling)
    "headlesschrome", "lighthouse",  # browsers that nobody looks at (developer.chrome.com)
)  # fmt: skip
BEGINNINGS: Final = (
    # What a program sends when nobody sets another: each one's manual
    "curl/", "wget/", "python-", "python/", "aiohttp", "go-http-client", "okhttp", "apache-httpclient", "java/", "java-http-client", "libwww-perl", "node", "axios/", "undici",
    "postmanruntime", "httpie", "ruby", "php", "guzzlehttp", "dart/", "scrapy", "powershell",
    # Previews of links that somebody sent: each one's developer pages
    "facebookexternalhit", "facebookcatalog", "meta-external", "slackbot", "telegrambot", "dingtalkbot", "skypeuripreview", "whatsapp/", "embedly", "iframely",
    # Search engines and monitors without a mark from above
    "google", "apis-google", "mediapartners-google", "feedfetcher", "baidu-transcoder", "statuscake", "site24x7", "zabbix", "uptime",
)  # fmt: skip
