"""What tests of personal data share: what the form of applications offers."""

from tests.applications.conftest import terms

__all__ = ["terms"]
