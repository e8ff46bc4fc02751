"""分派: who answers for whom, the load of each, lists handed over; 采集时限: what came late."""
