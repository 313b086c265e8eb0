"""The address that monitors and deployments ask."""


def test_a_healthy_site_says_so(production_site):
    answer = production_site.get("/-/health/")
    assert answer.status == 200
    assert answer.json() == {
        "healthy": True,
        "database": True,
        "migrations": True,
        "version": "0.1.0",
        "failing": {},
    }
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_migration_that_is_not_applied_makes_it_unhealthy(own_site):
    own_site.execute("DELETE FROM django_migrations WHERE app = 'news'")
    answer = own_site.get("/-/health/")
    assert answer.status == 503
    assert answer.json()["database"] is True
    assert answer.json()["migrations"] is False


def test_without_a_database_it_still_answers_and_recovers_with_it(own_site):
    own_site.refuse_connections()
    for answer in own_site.get_often("/-/health/"):
        assert answer.status == 503
        assert answer.json()["database"] is False
        assert "aln" not in answer.text
    own_site.accept_connections()
    assert {answer.status for answer in own_site.get_often("/-/health/")} == {200}
    assert {answer.status for answer in own_site.get_often("/nieuws/")} == {200}


def test_only_reading_is_allowed(production_site):
    assert production_site.request("POST", "/-/health/", body=b"").status in {403, 405}
