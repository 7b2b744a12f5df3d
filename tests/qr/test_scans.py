"""Which requests are scans, and that every scan that goes into the buffer comes out of it once."""

import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr.scans import Buffer, is_scan

DAY = date(2026, 11, 22)
NONE = ("", "", "", "")
KEYS = st.tuples(st.integers(1, 4), st.dates(DAY, DAY + timedelta(1)), st.sampled_from(("331022", "unknown")))
READERS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 13; M2102J2SC Build/TKQ1.221114.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240301 MicroMessenger/8.0.48.2580(0x28003036) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64",
    "Mozilla/5.0 (Linux; U; Android 12; zh-CN; NOH-AN00 Build/HUAWEINOH-AN00) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/69.0.3497.100 UWS/3.22.2.28 Mobile Safari/537.36 AlipayDefined(nt:WIFI,ws:360|0|3.0) AliApp(AP/10.3.80.9300) AlipayClient/10.3.80.9300 Language/zh-Hans",
    "Mozilla/5.0 (Linux; Android 10; CUBOT X30 Build/QP1A.190711.020) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; HarmonyOS; ELS-AN00; HMSCore 6.13.0.301) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/14.0.2.311 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; U; Android 11; zh-cn; PEGM00 Build/RKQ1.200903.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/70.0.3538.80 Mobile Safari/537.36 HeyTapBrowser/40.7.39.9",
    "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/58.0.3029.110 Safari/537.36 SE 2.X MetaSr 1.0",
    "Mozilla/5.0 (Linux; Android 9; MI 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/76 Mobile Safari/537.36 AliApp(DingTalk/7.0.20) com.alibaba.android.rimet/22912017",
    "",
)
PROGRAMS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)",
    "Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)",
    "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69 Safari/537.36; 360Spider",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69 YisouSpider/5.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
    "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
    "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534+ (KHTML, like Gecko) BingPreview/1.0b",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
    "facebookexternalhit/1.1", "WhatsApp/2.23.20.0", "Slackbot-LinkExpanding 1.0", "TelegramBot (like TwitterBot)", "Twitterbot/1.0", "DingTalkBot-LinkService/1.0",
    "curl/8.5.0", "Wget/1.21.3", "python-requests/2.32.3", "Go-http-client/2.0", "okhttp/4.12.0", "Java/17.0.2", "node-fetch", "Apache-HttpClient/4.5.14 (Java/17.0.2)",
)  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_who_opens_the_link_is_counted(reader: str) -> None:
    assert is_scan("GET", NONE, reader)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_that_says_it_is_one_is_not(program: str) -> None:
    assert not is_scan("GET", NONE, program)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT", ""])
def test_only_a_get_is_a_scan(method: str) -> None:
    assert not is_scan(method, NONE, READERS[0])


@pytest.mark.parametrize("purpose", ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip", "Prefetch", "preview", "prerender"])
@pytest.mark.parametrize("place", range(4))
def test_a_link_that_is_fetched_ahead_is_not_counted(purpose: str, place: int) -> None:
    assert not is_scan("GET", (*NONE[:place], purpose, *NONE[place + 1 :]), READERS[0])


@given(st.lists(KEYS, max_size=60), st.lists(st.sampled_from(("take", "fail")), max_size=6))
def test_what_goes_in_comes_out_once_also_when_writing_fails(keys: list[tuple[int, date, str]], fates: list[str]) -> None:
    buffer, out = Buffer(), Counter[tuple[int, date, str]]()
    every = max(1, len(keys) // (len(fates) + 1))
    for place, key in enumerate(keys):
        buffer.add(*key)
        if place % every == 0 and fates:
            taken = buffer.take()
            if fates.pop() == "take":
                out.update(taken)
            else:
                buffer.put_back(taken)
    out.update(buffer.take())
    assert out == Counter(keys)
    assert buffer.take_lost() == 0


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads that take turns every few microseconds."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_threads_lose_nothing_to_each_other(impatient: None) -> None:
    buffer, out = Buffer(), Counter[tuple[int, date, str]]()

    def scan(hand: int) -> None:
        for number in range(2000):
            buffer.add(number % 7, DAY, f"region {hand % 2}")

    with ThreadPoolExecutor(4) as pool:
        hands = [pool.submit(scan, hand) for hand in range(4)]
        for write in cycle((buffer.put_back, out.update)):
            if all(each.done() for each in hands):
                break
            write(buffer.take())
    out.update(buffer.take())
    assert sum(out.values()) == 8000
    assert len(out) == 14
    assert [each.result() for each in hands] == [None] * 4


@given(st.lists(KEYS, max_size=60), st.integers(1, 5))
def test_a_full_buffer_takes_no_more_memory_and_says_what_it_lost(keys: list[tuple[int, date, str]], most: int) -> None:
    buffer = Buffer(most)
    for key in keys:
        buffer.add(*key)
    taken = buffer.take()
    buffer.put_back(taken)
    buffer.put_back({(99, DAY, str(place)): 1 for place in range(most)})
    assert len(buffer.take()) == most
    assert sum(taken.values()) + buffer.take_lost() == len(keys) + len(taken)
