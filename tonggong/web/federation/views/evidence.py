"""One row as its sender wrote it: where a fact of the ledger comes from."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tonggong.base.accounts.pages import duty
from tonggong.base.accounts.who import Request
from tonggong.base.intake.feeds import FEEDS
from tonggong.base.intake.queries import original_row_masked, source_file
from tonggong.domain.comparison.queries import people_of_row
from tonggong.domain.persons.queries import names_of
from tonggong.web.federation.pages import link, note_view, text_for


@require_GET
@duty("ledger.read", "findings.read")
def evidence(request: Request, file_id: int, row: int) -> HttpResponse:
    """Show the row with identifiers masked, to those within whose reach it speaks of somebody."""
    file = source_file(file_id)
    people = people_of_row(request.who, file_id, row) if file else None
    if file is None or people is None:
        raise Http404
    note_view(request.who, people)
    is_named = request.who.may("ledger.read")
    known = people if is_named else ()
    persons = [(n, url) for n, pk in enumerate(known, 1) if (url := link("federation:person", pk))]
    cells = original_row_masked(file, row, names=is_named)
    if not is_named:
        names = names_of(people)
        cells = [(heading, text_for(request.who, text, names)) for heading, text in cells]
    page = {
        "file": file, "row": row, "delivery": file.delivery, "feed": FEEDS[file.delivery.feed],
        "cells": cells, "persons": persons,
    }  # fmt: skip
    answer = render(request, f"federation/{'evidence_row' if request.htmx else 'evidence'}.html", page)
    answer["Vary"] = "HX-Request"
    return answer
