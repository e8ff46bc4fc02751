"""Recording a visit online: what is known stands there already, only what is different is typed."""
