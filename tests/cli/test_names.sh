#!/bin/bash
# Parts of ids among so many records that their names are remembered between runs.
. "$(dirname "$0")/lib.sh"

git config --global user.name Anna && git config --global user.email anna@example.org
sms init --org Example sms >/dev/null && cd sms
awk 'BEGIN {
  for (i = 0; i < 4000; i++) {
    id = sprintf("INC-2026%02d01-A%04dB", i % 2 + 1, i)
    file = sprintf("records/incident/2026/%02d/%s.json", i % 2 + 1, id)
    if (i < 2) system("mkdir -p $(dirname " file ")")
    printf "{\n  \"id\": \"%s\",\n  \"type\": \"incident\",\n  \"title\": \"Number %d\",\n  \"state\": \"new\"\n}\n", id, i >file
    close(file)
  }
}'
git add -A . && git commit -qm records
sleep 3.1 # until the folders have rested so long that their times can be trusted

# Both views, by the title of what is found.
finds() {
  run sms show "$1" --json
  succeeds
  stdout_has "$2"
  run sms show "$1" --json --at HEAD
  succeeds
  stdout_has "$2"
}
january=records/incident/2026/01

it 'finds a record by a part of its id, and remembers the names'
finds a1234b '"Number 1234"'
[ -s .git/sms/names-worktree ] && [ -s .git/sms/names-commit ] || fault 'no names were kept'
cksum .git/sms/names-* >"$WORK/sums"
finds a1234b '"Number 1234"'
finds A1235 '"Number 1235"'
finds 0101-A0000B '"Number 0"'
cksum .git/sms/names-* | cmp -s - "$WORK/sums" || fault 'names that are right were written again'
is_clean

it 'tells which ids a part fits'
run sms show a100
status_is 2
stderr_has "'a100' means 10 records"
stderr_has 'hint: INC-20260101-A1000B'

it 'sees a record that came by hand'
sed 's/A0000B/ZZZZZZ/; s/Number 0/By hand/' $january/INC-20260101-A0000B.json >$january/INC-20260101-ZZZZZZ.json
run sms show zzzz --json
succeeds
stdout_has 'By hand'
run sms show zzzz --at HEAD
status_is 2
git add -A . && git commit -qm more
finds zzzz 'By hand'

it 'sees that a record has gone'
git rm -q $january/INC-20260101-ZZZZZZ.json && git commit -qm less
run sms show zzzz
status_is 2
run sms show zzzz --at HEAD
status_is 2
finds a1234b '"Number 1234"'

it 'sees a folder that came, and one that has gone'
mkdir -p records/incident/2027/03 &&
  sed 's/20260101-A0000B/20270301-YYYYYY/; s/Number 0/Later/' $january/INC-20260101-A0000B.json \
    >records/incident/2027/03/INC-20270301-YYYYYY.json
git add -A . && git commit -qm later
finds yyyy Later
git rm -rq records/incident/2027 && git commit -qm earlier
run sms show yyyy
status_is 2
run sms show yyyy --at HEAD
status_is 2
run sms show yyyy --json --at HEAD~1
succeeds

it 'makes names anew that are damaged or gone'
for damage in ': >' 'printf "sms names 1\nabc 99999 records\n" >' 'sed -i 2d' 'truncate -s -1' 'rm'; do
  for file in .git/sms/names-worktree .git/sms/names-commit; do eval "$damage $file"; done
  finds a1234b '"Number 1234"'
done

finish
