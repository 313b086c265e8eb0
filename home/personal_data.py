"""The pages with a fixed place name nobody but what editors write (core.personal_data)."""

from core.personal_data.registry import needs_none

needs_none("Teksten van redacteuren, voor iedereen.", "home.HomePage", "home.ContentPage")
