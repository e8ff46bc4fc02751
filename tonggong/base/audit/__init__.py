"""The trail: who signed in, looked, changed, decided, took out. One append-only table, each entry chained to the one before.

An entry's mac is keyed (HMAC), so nobody without the key can write one; the chain's head also lies outside the database
(`audit.head` in the home), so that entries cut off at the end are noticed. Entries name rows by primary key, never by an
identifier of a person.
"""
