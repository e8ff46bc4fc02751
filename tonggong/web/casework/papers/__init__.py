"""The papers of a person: taken in, opened with a note in her log, removed with a reason; and her file, printed."""
