"""A form as a browser without script would send it: every field with what stands in it."""

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict


class _Reader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.found = action, False, MultiDict[str, str]()
        self._select, self._area, self._hidden = "", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("method") == "post" and given.get("action", "").endswith(self.action)
        elif tag == "template":
            self._hidden = True
        if not self.inside or self._hidden:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("file", "submit") and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.found.add(name, given.get("value", ""))
        elif tag == "select":
            self._select = name
            self.found.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in given:
            self.found[self._select] = given["value"]
        elif tag == "textarea":
            self._area = name
            self.found[name] = ""

    def handle_data(self, text: str) -> None:
        if self._area:
            self.found[self._area] += text.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""
        elif tag == "template":
            self._hidden = False


def fields(page: str, action: str) -> MultiDict[str, str]:
    """The fields of the form on `page` whose address ends with `action`, not yet filled in; refuses a page without it."""
    reader = _Reader(action)
    reader.feed(page)
    assert "csrf_token" in reader.found, f"no form for {action}"
    return reader.found
