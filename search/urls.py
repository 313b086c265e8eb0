from django.urls import path

from search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggesties/", views.suggest, name="suggestions"),
]
