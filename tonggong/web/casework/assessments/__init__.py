"""The room of the ability assessment (能力评估) and of the pass of supports (支持需求通行证)."""
