# The command line helps whoever does not know its words yet.
story "A wrong word on the command line"
at 2021-06-21
cli embassy close
expect-exit 2
expect "there is no such verb"
cli visa move --db nowhere --help
expect "Move an application to a stage and a holder"
expect "--reason"
cli help retire
expect-exit 2
expect "No verb has these words"
