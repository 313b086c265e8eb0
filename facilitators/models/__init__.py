from facilitators.models.index import FacilitatorIndexPage
from facilitators.models.pages import FacilitatorPage
from facilitators.models.profiles import Consent, FacilitatorRequest, Photograph, Profile
from facilitators.models.terms import Method, WorkForm

__all__ = [
    "Consent",
    "FacilitatorIndexPage",
    "FacilitatorPage",
    "FacilitatorRequest",
    "Method",
    "Photograph",
    "Profile",
    "WorkForm",
]
