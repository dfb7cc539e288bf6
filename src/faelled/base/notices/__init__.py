"""An employee is told that something waits: on a device, or by mail, as they have chosen."""
