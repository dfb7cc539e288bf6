"""Graph files: every format that can be read or written, and what is wrong with a broken one."""
