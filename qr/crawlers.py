"""Words in a User-Agent by which programs name themselves: search engines, link previews, monitors, scripts.

Lower case. A word must not stand in the name of a telephone: plain "bot" would leave out every CUBOT, hence the mark
after it. Whom it does not know it counts; a program that hides is beyond any table. Read anew each year.
"""

from typing import Final

WORDS: Final = (
    # What nearly all of them say (COUNTER Code of Practice, release 5.1, appendix I: list of robots and crawlers)
    "bot/", "bot;", "bot-", "bot)", "bot(", "bot,", "robot", "spider", "crawl", "archiver", "slurp", "scrapy", "heritrix", "nutch", "preview", "feedfetcher", "headless", "lighthouse",
    # Search engines that readers in China meet (each one's own help pages); Baidu, Sogou, 360, Shenma, ByteDance end in "spider"
    "baidu-transcoder", "sogou web", "sogou inst", "bingpreview", "mediapartners-google", "google-inspectiontool", "googleother", "google-read-aloud",
    # Previews of links that somebody sent (each one's developer pages)
    "facebookexternalhit", "facebookcatalog", "meta-external", "slackbot", "whatsapp/", "skypeuripreview", "embedly", "iframely", "dingtalkbot", "feishu-linkpreview",
    # Monitors and programs that fetch (each one's manual: the User-Agent it sends when nobody sets another)
    "pingdom", "statuscake", "site24x7", "zabbix", "curl/", "wget/", "python-requests", "python-urllib", "python-httpx", "aiohttp", "go-http-client", "okhttp/",
    "apache-httpclient", "java/", "libwww-perl", "node-fetch", "axios/", "postmanruntime", "powershell", "httpie",
)  # fmt: skip
