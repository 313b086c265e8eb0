"""The address that monitors and deployments ask."""


def test_a_healthy_site_says_so(production_site):
    answer = production_site.get("/-/health/")
    assert answer.status == 200
    assert answer.json() == {
        "healthy": True,
        "database": True,
        "migrations": True,
        "version": "0.1.0",
    }
