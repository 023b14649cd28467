#!/bin/bash
# Bad input and bad surroundings: one clear line, the right exit status, nothing changed. Every status that can occur.
. "$(dirname "$0")/lib.sh"

it 'is not in a repository: 4, with the way to begin'
run sms status
status_is 4
is_one_error
stderr_has 'sms init --org NAME'

it 'is in a git repository without an SMS: 4'
git init -q plain && cd plain || exit 1
run sms list service
status_is 4
stderr_has 'sms.json'

fresh
it 'does not know the command: 2, with the nearest'
run sms lst
status_is 2
is_one_error
stderr_has list

it 'does not know the option or the type: 2'
run sms list service --colour x
status_is 2
run sms list servce
status_is 2
stderr_has "did you mean 'service'"
run sms add-servce --title x
status_is 2
stderr_has "did you mean 'service'"

it 'wants the right number of arguments: 2'
run sms show
status_is 2
run sms move x
status_is 2

it 'answers no: 1'
run sms search nothing-like-this
status_is 1

it 'finds a record that is not JSON, by line and column: 1'
printf '{"id": "SVC-BAD",\n  "type": 007}' >records/role/ROL-BAD.json
run sms check --json
status_is 1
json_has '.findings[] | select(.rule == "json") | .line == 2 and .column > 1'
run sms show ROL-BAD
status_is 2
stderr_has 'records/role/ROL-BAD.json:2:'
rm records/role/ROL-BAD.json

it 'does not overwrite hand edits'
sms add-service --title Email --description d --value v --criticality high >/dev/null
sed -i 's/"d"/"by hand"/' records/service/SVC-EMAIL.json
remember
run sms set email tags+=x
status_is 2
is_one_error
unchanged
run sms commit email
succeeds
run sms set email tags+=x
succeeds
is_clean

it 'commits hand edits in canonical form, after checking them'
printf '%s' "$(jq -c '.description = "compact"' records/service/SVC-EMAIL.json)" >records/service/SVC-EMAIL.json
run sms check
status_is 1
stdout_has 'canonical'
run sms fmt --check
status_is 1
run sms commit --all
succeeds
run sms check
succeeds
is_clean
jq '.criticality = "huge"' records/service/SVC-EMAIL.json >x && mv x records/service/SVC-EMAIL.json
remember
run sms commit --all
status_is 2
stderr_has 'must be one of'
unchanged
git checkout -q -- .

it 'refuses states, logs and removals by hand'
jq '.state = "live"' records/service/SVC-EMAIL.json >x && mv x records/service/SVC-EMAIL.json
run sms commit --all
status_is 2
stderr_has 'sms move SVC-EMAIL live'
git checkout -q -- .
jq '.log = .log[1:]' records/service/SVC-EMAIL.json >x && mv x records/service/SVC-EMAIL.json
run sms commit --all
status_is 2
stderr_has 'log may only be added to'
git checkout -q -- .
rm records/service/SVC-EMAIL.json
run sms commit --all
status_is 2
stderr_has 'never deleted'
git checkout -q -- .

it 'brings files into form with fmt'
jq -c . records/service/SVC-EMAIL.json >x && mv x records/service/SVC-EMAIL.json
run sms fmt
succeeds
stdout_has SVC-EMAIL
is_clean

it 'refuses settings that are no good'
sed -i 's/"sms\/settings\/1"/"sms\/settings\/9"/' sms.json
run sms list service
status_is 2
stderr_has 'sms.json:'
git checkout -q -- sms.json

it 'waits for the lock, and says who holds it: 5'
mkdir -p .git/sms
flock .git/sms/lock sleep 14 &
sleep 0.3
remember
run sms note email x
status_is 5
is_one_error
unchanged
wait

it 'names a stale lock of git with the command that clears it: 5'
touch -d '2 hours ago' .git/index.lock
run sms note email x
status_is 5
stderr_has 'index.lock'
stderr_has 'rm '
rm .git/index.lock
run sms note email x
succeeds
is_clean

it 'cannot judge approvals in a shallow clone: unproven, and an audit ends with 3'
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-assignment --role top-management --person bruno >/dev/null
sms add-policy --topic change --title Change --owner anna --body - <<<'# Change' >/dev/null
bruno
sms approve POL-CHANGE --yes >/dev/null
anna
git clone -q --depth 1 "file://$PWD" ../shallow
cd ../shallow || exit 1
run sms list policy --columns id,approval
succeeds
stdout_has unproven
run sms audit
status_is 3
is_one_error
cd - >/dev/null || exit 1

it 'notices that its output cannot be written: 4'
LAST='sms list role >/dev/full'
"$SMS" list role >/dev/full 2>"$STDERR"
STATUS=$?
status_is 4

it 'was written but could not be printed: 6'
LAST='sms add-service >/dev/full'
"$SMS" add-service --title Full --description d --value v --criticality low >/dev/full 2>"$STDERR"
STATUS=$?
status_is 6
run sms show SVC-FULL --json
succeeds

it 'keeps the repository whole on a full disk: 4'
if [ "$(id -u)" -eq 0 ] && mkdir "$WORK/small" && mount -t tmpfs -o size=2m tmpfs "$WORK/small" 2>/dev/null; then
  cp -a . "$WORK/small/sms" && cd "$WORK/small/sms" || exit 1
  dd if=/dev/zero of="$WORK/small/fill" bs=4k 2>/dev/null
  run sms add-service --title Overflow --description d --value v --criticality low
  [ "$STATUS" -ne 0 ] || fault 'succeeded on a full disk'
  is_one_error
  rm "$WORK/small/fill"
  is_clean
  run sms add-service --title Overflow --description d --value v --criticality low
  succeeds
  is_clean
  cd "$WORK/sms1" || exit 1
  umount "$WORK/small"
else
  skip 'a small disk can only be made by root'
fi

it 'ends with 12 when memory runs out'
LAST='sms list under a limit of memory'
limited=${SMS_RELEASE:-$SMS}
if nm -D "$limited" 2>/dev/null | grep -q __asan_init; then
  skip 'the sanitizer needs more address space than any limit leaves'
else
  seen=
  for kilobytes in $(seq 40000 -500 8000); do # the loader gives up with 127 when it is too little even for it
    (ulimit -v "$kilobytes"; exec "$limited" list role) >"$STDOUT" 2>"$STDERR"
    STATUS=$?
    case $STATUS in
    0) ;;
    12) seen=12 && stderr_has 'out of memory' ;;
    127) break ;;
    *) fault 'another end' ;;
    esac
  done
  [ "$seen" = 12 ] || fault 'never ended with 12'
fi

it 'has a foreign owner: 4, with the way out'
if [ "$(id -u)" -eq 0 ]; then
  cp -a . "$WORK/foreign" && chown -R nobody "$WORK/foreign" && cd "$WORK/foreign" || exit 1
  run sms list role
  status_is 4
  stderr_has safe.directory
else
  skip 'another owner can only be given by root'
fi
it 'checks settings again that it has found good before, once they are others'
sms init --org Example known >/dev/null
run sms -C known status
succeeds
[ -s known/.git/sms/settings ] || fault 'nothing was remembered'
run sms -C known status
succeeds
sed -i 's/"organization": {/"organization": {"nonsense": 1,/' known/sms.json
run sms -C known status
status_is 2
stderr_has 'sms.json:'
run sms -C known status
status_is 2
git -C known checkout -q sms.json
run sms -C known status
succeeds
echo nonsense >known/.git/sms/settings
run sms -C known status
succeeds

finish
