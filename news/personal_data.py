"""News names nobody but in what editors write for everybody (core.personal_data)."""

from core.personal_data.registry import needs_none

needs_none(
    "Teksten van redacteuren, voor iedereen.",
    "news.NewsPage",
    "news.NewsIndexPage",
    "news.RelatedArticle",
)
