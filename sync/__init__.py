"""The quiet centre: words, ports, errors, policy, plan, schedule, engine. Standard library only."""
