"""Places and offices: administrative divisions (行政区划), zones that report by themselves, departments; all dated.

Divisions merge and get new names, departments are abolished: a row keeps its days and its successor, so that an old
identifier, an old file or an old task still finds its place. Nobody's data lives here.
"""
