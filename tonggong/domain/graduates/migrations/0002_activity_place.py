"""Say whose county wrote down what was done with a college: the place of the one post that its writer held.

The log says whose account wrote it. Where that account had several places, or none is known, the record becomes the city's
own: everybody in the city may read it, and only the city may take it back.
"""

import json

from django.db import migrations, models

BATCH = 500


def fill(apps, schema_editor):
    Activity = apps.get_model("graduates", "CollegeActivity")
    installed = apps.get_model("installation", "Installation").objects.first()
    if installed is None or not Activity.objects.exists():
        return
    city = installed.city_code
    writers = _writers(apps.get_model("audit", "Entry"))
    places = _places(apps.get_model("accounts", "Post"), set(writers.values()))
    waiting = Activity.objects.filter(county_code="").order_by("pk")
    while rows := list(waiting[:BATCH]):
        for row in rows:
            reach = places.get(writers.get(row.pk), city[:4])
            row.county_code = reach[:6].ljust(12, "0")
            row.township_code = reach.ljust(12, "0") if len(reach) == 9 else ""
        Activity.objects.bulk_update(rows, ["county_code", "township_code"])


def _writers(Entry):
    """Whose account wrote each record, as the log says."""
    found = {}
    said = Entry.objects.filter(subject="graduates.CollegeActivity", kind="change").exclude(actor_id=None)
    for account, ids, detail in said.order_by("seq").values_list("actor_id", "subject_ids", "detail"):
        if json.loads(detail or "{}").get("step") == "add":
            found.update(dict.fromkeys(json.loads(ids), account))
    return found


def _places(Post, accounts):
    """The place of some accounts by their posts, past ones included: of those who held one place only, or one county."""
    found = {}
    for account, reach in Post.objects.filter(user__in=accounts).exclude(reach="").values_list("user", "reach"):
        found.setdefault(account, set()).add(reach)
    one = {account: next(iter(held)) for account, held in found.items() if len(held) == 1}
    counties = {account: {reach[:6] for reach in held} for account, held in found.items()}
    return {account: next(iter(held)) for account, held in counties.items() if len(held) == 1} | one


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("audit", "0001_initial"),
        ("graduates", "0001_initial"),
        ("installation", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="collegeactivity", name="college_activity_by_day"),
        migrations.AddField(
            model_name="collegeactivity",
            name="county_code",
            field=models.CharField(
                default="", help_text="登记人的县区；市残联登记的是市代码", max_length=12, verbose_name="县区"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="collegeactivity",
            name="township_code",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="乡镇街道"),
        ),
        migrations.AddIndex(
            model_name="collegeactivity",
            index=models.Index(fields=["county_code", "on"], name="college_activity_by_county"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
