"""Makes the groups that work on this site, with all that each of them may do.

On a fresh site there is no list of news yet, nor a Pool: when one is made, `NewsIndexPage` lets the
authors in and `FacilitatorIndexPage` the managers of the Pool.

Content types and permissions are normally made after all migrations have run, so on a fresh
database they are not there yet. They are made here in the same form, so that nothing is made twice.
"""

from django.db import migrations

AUTHORS = "Auteur"
EDITORS = "Redacteur"
ADMINISTRATORS = "Beheerder"
POOL_MANAGERS = "Beheerder Facilitators Pool"
ADVISERS = "Adviseur Koplopernetwerk"

ALL = ["add", "change", "delete", "view"]

EVERYBODY = {"wagtailadmin.admin": ["access"]}
EDITORIAL = {
    "core.theme": ALL,
    "core.branch": ALL,
    "core.contactrole": ALL,
    "core.sitesettings": ["change"],
    "wagtailredirects.redirect": ALL,
}
OF_MEETINGS = {
    "events.registration": ["view", "change"],
    "events.announcement": ["view", "add", "change"],
    "events.cancellation": ["view", "add"],
}
OF_MAIL = {"core.outgoingmail": ["view", "change"]}
OF_KOPLOPERS = {
    "initiatives.labourmarketregion": ALL,
    "initiatives.employerorganisation": ALL,
}
OF_SEARCH = {
    "search.synonym": ALL,
    "search.fruitlesssearch": ["view"],
    "wagtailsearchpromotions.searchpromotion": ["add", "change", "delete"],
}
SEE_POOL = {"facilitators.profile": ["view"], "facilitators.facilitatorrequest": ["view"]}
RUN_POOL = {
    "facilitators.profile": ["view", "change"],
    "facilitators.facilitatorrequest": ["view"],
    "facilitators.method": ALL,
    "facilitators.workform": ALL,
}
# Administrators look, and judge nothing.
SEE_APPLICATIONS = {"applications.application": ["view"], "applications.adviceparty": ALL}
ASSESS = {"applications.application": ["view", "assess"], "applications.adviceparty": ALL}
TECHNICAL = {
    "auth.user": ALL,
    "auth.group": ALL,
    "wagtailcore.site": ALL,
    "wagtailcore.workflow": ALL,
    "wagtailcore.task": ALL,
}
STAFF = EVERYBODY | EDITORIAL | OF_MEETINGS | OF_MAIL | OF_KOPLOPERS | OF_SEARCH

OF_MODELS = {
    AUTHORS: EVERYBODY,
    EDITORS: STAFF | SEE_POOL,
    ADMINISTRATORS: STAFF | RUN_POOL | SEE_APPLICATIONS | TECHNICAL,
    POOL_MANAGERS: EVERYBODY | RUN_POOL,
    ADVISERS: EVERYBODY | ASSESS | OF_MAIL,
}

WHOLE_TREE = ["add", "change", "publish", "lock", "unlock"]
OF_PAGES = {EDITORS: WHOLE_TREE, ADMINISTRATORS: [*WHOLE_TREE, "bulk_delete"]}

# An author may change what the author added; choosing is for everything that is there.
OWN_FILES = {
    "wagtailimages.image": ["add", "choose"],
    "wagtaildocs.document": ["add", "choose"],
}
ALL_FILES = {
    "wagtailimages.image": ["add", "change", "choose"],
    "wagtaildocs.document": ["add", "change", "choose"],
}
OF_COLLECTIONS = {
    AUTHORS: OWN_FILES,
    EDITORS: ALL_FILES,
    ADMINISTRATORS: ALL_FILES | {"wagtailcore.collection": ["add", "change", "delete"]},
    POOL_MANAGERS: ALL_FILES,
}


def permissions(apps, of_models):
    """Yield the permissions on these models, made when the database does not have them yet."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    for label, actions in of_models.items():
        app_label, model = label.split(".")
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        options = apps.get_model(app_label, model)._meta
        own = dict(options.permissions)
        for action in actions:
            codename = f"{action}_{model}"
            # The name that Django would give: migrate would never correct another one.
            name = own.get(codename, f"Can {action} {options.verbose_name_raw}")
            yield Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": name}
            )[0]


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    everything = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    of_page = apps.get_model("wagtailcore", "GroupPagePermission").objects
    of_collection = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for name, of_models in OF_MODELS.items():
        group = Group.objects.create(name=name)
        group.permissions.set(permissions(apps, of_models))
        for permission in permissions(apps, {"wagtailcore.page": OF_PAGES.get(name, [])}):
            of_page.create(group=group, page=root, permission=permission)
        for permission in permissions(apps, OF_COLLECTIONS.get(name, {})):
            of_collection.create(group=group, collection=everything, permission=permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_home_page"),
        ("core", "0001_initial"),
        ("events", "0001_initial"),
        ("initiatives", "0001_initial"),
        ("applications", "0001_initial"),
        ("facilitators", "0001_initial"),
        ("search", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(make_groups)]
