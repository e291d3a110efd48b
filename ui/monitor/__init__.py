"""The queues, live: how much waits, how fast it goes, what became of each job."""
