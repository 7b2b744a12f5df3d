"""What a browser calls itself, in two words that its owner recognises in a list of sign-ins."""

_BROWSERS = (
    ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("HuaweiBrowser", "Huawei Browser"), ("MiuiBrowser", "Mi Browser"), ("QQBrowser", "QQ Browser"), ("UCBrowser", "UC Browser"),
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)


def name(user_agent: str) -> str:
    """Firefox, Linux; "" for what names neither."""
    found = (next((words for sign, words in signs if sign in user_agent), "") for signs in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, found))
