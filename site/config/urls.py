"""Every address of the site; what is not named here is a page."""

from django.conf import settings
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from core import health, metrics, views
from core.sitemap import site_map, site_map_file

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.page_not_found"
handler500 = "core.views.server_error"

urlpatterns = [
    path("-/health/", health.health, name="health"),
    path("-/health/worker/", health.worker, name="health-worker"),
    path("-/metrics/", metrics.metrics, name="metrics"),
    path("beheer/", include("accounts.urls")),
    path("beheer/", include(wagtailadmin_urls)),
    path("media/images/<path:name>", views.rendition, name="rendition"),
    path("", include("accounts.private_urls")),
    re_path(r"^documenten/(?P<pk>[0-9]{1,9})/(?P<name>.*)$", views.document),
    path("documenten/", include(wagtaildocs_urls)),
    path("omslag/<int:pk>.png", views.cover, name="cover"),
    path("agenda/", include("initiatives.events.calendar_urls")),
    path("aanmelding/", include("initiatives.events.urls")),
    path("koploper-worden/", include("initiatives.applications.application_form.urls")),
    path("mijn-aanmelding/", include("initiatives.applications.status_pages.urls")),
    path("advies/", include("initiatives.applications.consultation_pages.urls")),
    path("facilitator/", include("facilitators.urls")),
    path("", include("core.term_urls")),
    path("zoeken/", include("search.urls")),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", site_map, name="sitemap"),
    path("sitemap-<slug:section>.xml", site_map_file, name="sitemap-file"),
]
if settings.DEBUG:
    urlpatterns.append(path("-/postvak/", include("core.inbox")))
    urlpatterns += staticfiles_urlpatterns()
urlpatterns += [path("", include(wagtail_urls))]
