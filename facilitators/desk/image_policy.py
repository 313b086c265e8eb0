"""The photographs of facilitators among the images: for whoever may see the profiles."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from core.confidential import ANY_USE, may_view
from facilitators.models import Photograph, Profile


class ImagePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy for images, without those that a facilitator sent for a profile."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        images = super().instances_user_has_any_permission_for(user, actions)
        if may_view(user, Profile):
            return images
        return images.exclude(pk__in=Photograph.objects.values("image"))

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        may = super().user_has_any_permission_for_instance(user, actions, instance)
        return bool(may) and (
            may_view(user, Profile) or not Photograph.objects.filter(image=instance).exists()
        )


class ImagesOfPolicy(ImagesAdminAPIViewSet):
    """The admin's list of images as data, which asks no policy by itself."""

    def get_queryset(self) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, ANY_USE)
        return super().get_queryset().filter(pk__in=own.values("pk"))


def register() -> None:
    """Put this policy in the place of Wagtail's own."""
    policy = ImagePolicy(
        get_image_model(), auth_model="wagtailimages.Image", owner_field_name="uploaded_by_user"
    )
    register_permission_policy(get_image_model(), policy)
