"""What search engines read: schema.org data as JSON-LD."""

import json
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core.covers import HEIGHT, WIDTH
from core.models import ThemedPage
from core.site_context import SiteContext

# Inside <script> these three could end the element or start a comment.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script(data: dict[str, Any]) -> SafeString:
    """Return a data block; a Content-Security-Policy has nothing against it, as it never runs."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    return mark_safe(f'<script type="application/ld+json">{text.translate(ESCAPES)}</script>')


def breadcrumbs(trail: Sequence[tuple[str, str]], site_url: str) -> dict[str, Any]:
    """Return the way to a page: names and paths, the home page first."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": "Home" if position == 1 else name,
                "item": site_url + path,
            }
            for position, (name, path) in enumerate(trail, 1)
        ],
    }


def collection(name: str, description: str, path: str, site_context: SiteContext) -> dict[str, Any]:
    """Return what a page is that gathers others: its name, what it is about, and of which site."""
    return {
        "@type": "CollectionPage",
        "name": name,
        "description": description,
        "url": site_context.site_url + path,
        "inLanguage": "nl",
        "isPartOf": {
            "@type": "WebSite",
            "name": site_context.name,
            "url": f"{site_context.site_url}/",
        },
    }


def article(page: ThemedPage, site_context: SiteContext, image_url: str) -> dict[str, Any]:
    organisation = {
        "@type": "Organization",
        "name": site_context.name,
        "url": f"{site_context.site_url}/",
        "logo": site_context.site_url + static("img/mark.png"),
    }
    published = timezone.make_aware(datetime.combine(page.listed_on, time.min))
    changed = timezone.localtime(page.last_published_at or timezone.now())
    return {
        "@type": "NewsArticle",
        "headline": page.title,
        "description": page.summary,
        "inLanguage": "nl",
        "datePublished": published.isoformat(),
        "dateModified": max(published, changed).isoformat(timespec="seconds"),
        "mainEntityOfPage": page.canonical_url,
        "image": {"@type": "ImageObject", "url": image_url, "width": WIDTH, "height": HEIGHT},
        "author": organisation,
        "publisher": organisation,
        "articleSection": page.kicker,
        "keywords": [term.name for term in (*page.theme_list, *page.branch_list)],
    }
