"""Makes the three groups that work on this site and their review, in place of Wagtail's own.

Content types and permissions are normally made after all migrations have run, so on a fresh
database they are not there yet. They are made here in the same form, so that nothing is made twice.
"""

from django.db import migrations

AUTHORS = "Auteur"
EDITORS = "Redacteur"
ADMINISTRATORS = "Beheerder"

REVIEW = "Review"
TASK = "Controle door redactie"

EVERYBODY = {"wagtailadmin.admin": ["access"]}
EDITORIAL = {
    "core.theme": ["add", "change", "delete", "view"],
    "core.branch": ["add", "change", "delete", "view"],
    "core.contactrole": ["add", "change", "delete", "view"],
    "core.sitesettings": ["change"],
    "wagtailredirects.redirect": ["add", "change", "delete", "view"],
}
TECHNICAL = {
    "auth.user": ["add", "change", "delete", "view"],
    "auth.group": ["add", "change", "delete", "view"],
    "wagtailcore.site": ["add", "change", "delete", "view"],
    "wagtailcore.workflow": ["add", "change", "delete", "view"],
    "wagtailcore.task": ["add", "change", "delete", "view"],
}
OF_MODELS = {
    AUTHORS: EVERYBODY,
    EDITORS: EVERYBODY | EDITORIAL,
    ADMINISTRATORS: EVERYBODY | EDITORIAL | TECHNICAL,
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
}


def permissions(apps, of_models):
    """Yield the permissions on these models, made when the database does not have them yet."""
    for label, actions in of_models.items():
        app_label, model = label.split(".")
        content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app_label, model=model
        )
        for action in actions:
            codename = f"{action}_{model}"
            yield apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=content_type,
                codename=codename,
                defaults={"name": permission_name(apps, app_label, model, action, codename)},
            )[0]


def permission_name(apps, app_label, model, action, codename):
    """Return the name that Django would give: migrate would never correct another one."""
    options = apps.get_model(app_label, model)._meta
    own = dict(options.permissions)
    return own.get(codename, f"Can {action} {options.verbose_name_raw}")


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    NewsIndexPage = apps.get_model("news", "NewsIndexPage")
    Collection = apps.get_model("wagtailcore", "Collection")
    of_page = apps.get_model("wagtailcore", "GroupPagePermission").objects
    of_collection = apps.get_model("wagtailcore", "GroupCollectionPermission").objects

    root = Page.objects.get(depth=1)
    everything = Collection.objects.get(depth=1)
    # Authors work in the news only. On a fresh database there is no news list yet: when it is made,
    # NewsIndexPage lets them in.
    news = [index.page_ptr for index in NewsIndexPage.objects.all()]
    for name in (AUTHORS, EDITORS, ADMINISTRATORS):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*permissions(apps, OF_MODELS[name]))
        for page in news if name == AUTHORS else [root]:
            for permission in permissions(apps, {"wagtailcore.page": OF_PAGES.get(name, ["add"])}):
                of_page.get_or_create(group=group, page=page, permission=permission)
        for permission in permissions(apps, OF_COLLECTIONS[name]):
            of_collection.get_or_create(group=group, collection=everything, permission=permission)


def make_review(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")

    content_type, _ = ContentType.objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    task, _ = Task.objects.get_or_create(name=TASK, defaults={"content_type": content_type})
    task.groups.add(*Group.objects.filter(name__in=[EDITORS, ADMINISTRATORS]))
    workflow, _ = Workflow.objects.get_or_create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(
        page=Page.objects.get(depth=1), defaults={"workflow": workflow}
    )


def remove_stock(apps, schema_editor):
    """Remove what Wagtail's own migrations made, unless somebody already works with it."""
    Group = apps.get_model("auth", "Group")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow.objects.filter(name="Moderators approval", workflow_states=None).delete()
    Task.objects.filter(name="Moderators approval", workflow_tasks=None, task_states=None).delete()
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_home_page"),
        ("news", "0001_initial"),
        ("core", "0002_generation_and_indexes"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(make_review, migrations.RunPython.noop),
        migrations.RunPython(remove_stock, migrations.RunPython.noop),
    ]
