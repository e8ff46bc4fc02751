"""The room of the worker's own word and of labour complaints: written down for a person, read with a reason, sent on."""
