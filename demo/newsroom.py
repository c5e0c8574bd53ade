"""A small web server whose feeds and pages change with the demo's clock."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape

from aiohttp import web

from demo.articles import Article, read_day

Now = Callable[[], datetime]

_RE_ISSUER = "re-issuer"
"""This outlet's software makes up new ids every six hours."""
_LOGIN = (
    "<html><head><title>Sign in</title></head><body><form action='/login' method='post'>"
    "<input type='password' name='password'></form></body></html>"
)


class Newsroom:
    """Serves ``/feed/OUTLET.xml``, ``/notices``, a feed that fails for a while, one that comes to ask for a login."""

    def __init__(self, now: Now, morning: datetime) -> None:
        self._now = now
        self._morning = morning
        self._day = read_day()
        self.requests = 0

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application()
        app.on_response_prepare.append(self._count)
        app.router.add_get("/feed/{outlet}.xml", self._feed)
        app.router.add_get("/notices", self._notices)
        app.router.add_get("/articles/{outlet}/{slug}", self._article)
        app.router.add_get("/flaky.xml", self._flaky)
        app.router.add_get("/members.xml", self._members)
        return app

    async def _count(self, request: web.Request, _response: web.StreamResponse) -> None:
        self.requests += request.method == "GET"

    def _hour(self) -> float:
        return (self._now() - self._morning) / timedelta(hours=1)

    async def _feed(self, request: web.Request) -> web.Response:
        outlet = request.match_info["outlet"]
        if outlet not in self._day.outlets:
            raise web.HTTPNotFound
        out = [article for article in self._day.articles if article.outlet == outlet and self._is_out(article)]
        body = self._render(outlet, out, f"http://{request.host}")
        tag = f'"{hash(body):x}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return _xml(body, {"ETag": tag})

    def _is_out(self, article: Article) -> bool:
        return (article.at if article.shown_at is None else article.shown_at) <= self._hour()

    def _render(self, outlet: str, articles: list[Article], base: str = "") -> str:
        named = self._day.outlets[outlet]
        items = "".join(self._item(article, base) for article in sorted(articles, key=lambda a: -a.at))
        return (
            f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(named.title)}</title>'
            f"<link>http://{outlet}.example/</link><description>{escape(named.title)}</description>"
            f"<language>{named.lang}</language>{items}</channel></rss>"
        )

    def _html(self, article: Article) -> str:
        edited = article.edited_at is not None and article.edited_at <= self._hour()
        body = article.edited_body if edited else article.body
        return body if body.startswith("<") else f"<p>{escape(body)}</p>"

    async def _article(self, request: web.Request) -> web.Response:
        """The page that an entry links to, with the whole text."""
        wanted = (request.match_info["outlet"], request.match_info["slug"])
        found = next((article for article in self._day.articles if (article.outlet, article.slug) == wanted), None)
        if found is None or not self._is_out(found):
            raise web.HTTPNotFound
        outlet = self._day.outlets[found.outlet]
        html = (
            f'<!doctype html><html lang="{outlet.lang}"><head><meta charset="utf-8">'
            f"<title>{escape(found.title)}</title></head><body><header>{escape(outlet.title)}</header><article><h1>{escape(found.title)}</h1>"
            f"{self._html(found)}</article></body></html>"
        )
        return web.Response(text=html, content_type="text/html")

    def _item(self, article: Article, base: str) -> str:
        hour, html = self._hour(), self._html(article)
        guid = f"{article.slug}-{int(hour // 6)}" if article.outlet == _RE_ISSUER else article.slug
        at = self._morning + timedelta(hours=article.at)
        return (
            f"<item><title>{escape(article.title)}</title><link>{base}/articles/{article.outlet}/{article.slug}</link>"
            f'<guid isPermaLink="false">{article.outlet}:{guid}</guid><pubDate>{format_datetime(at)}</pubDate>'
            f"<description>{escape(html)}</description></item>"
        )

    async def _notices(self, _request: web.Request) -> web.Response:
        out = [(n, notice.title) for n, notice in enumerate(self._day.notices) if notice.at <= self._hour()]
        rows = "".join(f'<li class="notice"><a href="/notices/{n}">{escape(title)}</a></li>' for n, title in out)
        always = '<li class="notice"><a href="/notices/x">场馆周一闭馆</a></li>'
        html = f"<html><head><title>公告栏</title></head><body><ul>{always}{rows}</ul></body></html>"
        return web.Response(text=html, content_type="text/html")

    async def _flaky(self, _request: web.Request) -> web.Response:
        if 3 <= self._hour() < 9:
            return web.Response(status=503, headers={"Retry-After": "1800"})
        return _xml(self._render("city-wire", []))

    async def _members(self, _request: web.Request) -> web.Response:
        if self._hour() < 6:
            return _xml(self._render("city-wire", []))
        return web.Response(text=_LOGIN, content_type="text/html")


def _xml(body: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(body=body.encode(), content_type="application/rss+xml", charset="utf-8", headers=headers or {})
