"""Short notices to employees: on a device through Web Push, and as mail. Neither names anybody."""
