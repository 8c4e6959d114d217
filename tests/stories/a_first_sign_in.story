# Somebody signs in for the first time with a code that the administrator makes, chooses a password, and adds a telephone that
# shows codes; then somebody who has seen the password guesses. Everybody here is invented.
story "A first sign-in, a password, a telephone, and somebody who guesses"
at 2021-06-21T08:00:00Z
cli demo load --db $db
as admin
cli account first visa.officer --db $db
keep slip "[a-z0-9]{4,}(-[a-z0-9]{4,})+"
as visa.officer
get /sign-in
post /sign-in login=visa.officer password=$slip
expect "Choose your password"
post /sign-in/first password="a heron stands where the Quillon bends" password_again="a heron stands where the Quillon bent"
expect 400
expect "The two are not the same."
post /sign-in/first password="a heron stands where the Quillon bends" password_again="a heron stands where the Quillon bends"
expect "Today, 21 June 2021"
as admin
cli account first visa.officer --db $db
expect-exit 3
expect "visa.officer has a password. Taking it away is proposed, and another person agrees: grata account reset visa.officer"
as desk.officer
types "three wet horses by the fence"
cli account password desk.officer --leaked tests/data/leaked.txt --db $db
expect-exit 2
expect "This password is in a list of those that have leaked somewhere: choose other words."

# A telephone.
as visa.officer
get /me/code
post /me/code box=AAAA code=123456
expect 400
expect "That secret was for another session: take this one."
keep secret "([A-Z2-7]{4} ){7}[A-Z2-7]{4}"
post /me/code code=123456
expect 400
expect "This is not the code of now. Is the clock of the telephone right?"
dial secret
post /me/code code=$dial
expect "Your codes on paper"

# The secret of the machine is kept: with another one no code of a telephone would be right.
cli serve --db $db --secret .ci/run --listen 127.0.0.1:0
expect-exit 2
expect "This is no secret of Grata's making."
cli serve --db $db --secret $tmp/another --listen 127.0.0.1:0
expect-exit 2
expect "The codes of this register are sealed with another secret. Put that file back from where its copy is kept."

# Somebody has seen the password, and guesses the rest.
as stranger
get /sign-in
post /sign-in login=visa.officer password="a heron stands where the Quillon bends"
expect "One more step"
post /sign-in/second code=000000
expect 400
expect "This code is not right, or was used before. Wait for the next one."
post /sign-in/second code=000001
expect 400
post /sign-in/second code=000002
expect 400
post /sign-in/second code=000003
expect 400
post /sign-in/second code=000004
expect 400
post /sign-in/second code=000005
expect 400
post /sign-in/second code=000006
expect 400
post /sign-in/second code=000007
expect 400
post /sign-in/second code=000008
expect 400
post /sign-in/second code=000009
expect 400
post /sign-in/second code=000010
expect 429
expect "Too many attempts went wrong. Try again in"
as
verify
