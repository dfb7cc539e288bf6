"""What a command's exit code means to the script that called it."""

OK = 0  # done, and nothing to remark
FOUND = 1  # done, and something was found: a violation, a wrong answer, a graph that fails
BAD_INPUT = 2  # not done: the arguments or a file cannot be used; the message says why
