"""Many models at once: conditions over columns, whole hubs, whole fleets. Needs the extra `[fleet]`; an audit never does."""
