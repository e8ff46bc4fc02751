"""The room of job coaching (就业辅导): caseload, cases, sessions, follow-ups, month report, register, institutions, statements."""
