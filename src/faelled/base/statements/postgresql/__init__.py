"""PostgreSQL as Django knows it, asked less: ``ENGINE = "faelled.base.statements.postgresql"``."""
