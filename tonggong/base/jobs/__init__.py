"""Long work in the background: what runs, how far it is, where its result stands; one at a time for each subject."""
