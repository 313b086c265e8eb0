"""Refuses, in the database itself, to change or delete what happened to an application.

Only retention may delete, and only lines from before the moment that it sets for its transaction
(initiatives.applications.retention).
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION applications_log_for_good() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at
        < NULLIF(current_setting('applications.forget_before', true), '')::timestamptz
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'What happened to an application is never changed or deleted.'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER log_for_good BEFORE UPDATE OR DELETE ON applications_applicationevent
    FOR EACH ROW EXECUTE FUNCTION applications_log_for_good();
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]

    operations = [migrations.RunSQL(GUARD)]
