#!/bin/bash
. "$(dirname "$0")/lib.sh"
fresh

it 'makes a register entry whose id comes from its title, and prints the id alone'
run sms add-service --title 'Business e-mail' --description d --value v --criticality high --owner anna
succeeds
stdout_is SVC-BUSINESS-E-MAIL
is_clean
run sms show e-mail --json
json_has '.owner == "PER-ANNA-KELLER" and .state == "proposed" and .created.by == "PER-ANNA-KELLER"'

it 'refuses an id that is taken'
remember
run sms add-service --title 'Business e-mail' --description d --value v --criticality high
status_is 2
is_one_error
stderr_has 'there already'
unchanged

it 'records an event with a random id, and derives its priority'
run sms record-incident --title 'Mail is slow' --description d --impact high --urgency low --service e-mail
succeeds
stdout_matches '^INC-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{6}$'
id=$(cat "$STDOUT")
run sms show "$id" --json
json_has '.priority == "P3" and .service == "SVC-BUSINESS-E-MAIL" and .state == "new" and (.log | length) == 1'

it 'follows with the priority when impact or urgency change, unless it was set by hand'
run sms set "$id" urgency=high
succeeds
run sms show "$id" --json
json_has '.priority == "P1"'
run sms set "$id" priority=P5 urgency=medium
run sms show "$id" --json
json_has '.priority == "P5"'

it 'means the record touched last by @, and any record by a part of its id in any case'
run sms note @ 'first note'
succeeds
part=$(echo "${id##*-}" | tr A-Z a-z)
run sms show "$part" --json
json_has '.log[-1].text == "first note" and .log[-1].kind == "note"'

it 'names the candidates of an ambiguous id'
sms add-service --title 'Business phone' --description d --value v --criticality low >/dev/null
run sms show business
status_is 2
is_one_error
stderr_has 'hint: SVC-BUSINESS-E-MAIL'
stderr_has 'hint: SVC-BUSINESS-PHONE'

it 'walks through the lifecycle, with the fields that a state asks for'
run sms move "$id" in-progress
succeeds
remember
run sms move "$id" resolved
status_is 2
stderr_has 'resolution_code is missing'
unchanged
run sms move "$id" resolved resolution_code=fixed resolution='queue restarted' category=email --note 'all good'
succeeds
run sms show "$id" --json
json_has '.resolved_at != null and .log[-1].from == "in-progress" and .log[-1].to == "resolved" and .log[-1].text == "all good"'
is_clean

it 'refuses a step that the lifecycle does not know, and names the allowed ones'
remember
run sms move "$id" new
status_is 2
is_one_error
stderr_has "cannot move to new"
stderr_has "hint: sms move $id closed"
unchanged

it 'refuses a state that there is not'
run sms move "$id" gone
status_is 2
stderr_has "no state 'gone'"

it 'makes a record void only with a reason, and for good'
run sms move "$id" void
status_is 2
stderr_has '--note REASON'
run sms move "$id" void --note 'entered twice'
succeeds
run sms move "$id" closed
status_is 2

it 'sets, adds to and removes fields'
run sms set SVC-BUSINESS-PHONE tags+=core tags+=voice
succeeds
run sms set SVC-BUSINESS-PHONE tags.0=edge 'description=Desk phones'
succeeds
run sms show phone --json
json_has '.tags == ["edge", "voice"] and .description == "Desk phones"'
run sms set phone tags=
succeeds
run sms show phone --json
json_has 'has("tags") | not'
is_clean

it 'refuses unknown fields, with the nearest name'
remember
run sms set phone descripton=x
status_is 2
is_one_error
stderr_has "did you mean 'description'"
unchanged

it 'refuses values outside of an enumeration, with the allowed ones'
run sms set phone criticality=huge
status_is 2
stderr_has 'must be one of critical, high, medium, low'
unchanged

it 'does not set by hand what other commands keep'
run sms set phone state=live
status_is 2
stderr_has 'sms move SVC-BUSINESS-PHONE STATE'

it 'has nothing to say when nothing changes'
run sms set phone criticality=low
succeeds
stderr_has 'nothing to change'
unchanged

it 'links records both of which exist, and takes links back'
run sms link phone depends-on e-mail
succeeds
run sms show phone --json
json_has '.links == [{"rel": "depends-on", "to": "SVC-BUSINESS-E-MAIL"}]'
run sms link phone depends-on nothing-here
status_is 2
run sms link phone hates e-mail
status_is 2
stderr_has 'depends-on'
run sms unlink phone depends-on e-mail
succeeds
run sms unlink phone depends-on e-mail
status_is 2
is_clean

it 'refuses a link to a record of another type'
run sms record-incident --title x --description d --impact low --urgency low --service PER-ANNA-KELLER
status_is 2
is_one_error

it 'keeps files with a record'
printf 'trace' >"$WORK/trace.txt"
run sms attach phone "$WORK/trace.txt" --title 'a trace'
succeeds
run sms show phone --json
json_has '.attachments[0].path == "attachments/SVC-BUSINESS-PHONE/trace.txt"'
[ "$(cat attachments/SVC-BUSINESS-PHONE/trace.txt)" = trace ] || fault 'no copy of the file'
[ "$(sms show phone --json | jq -r '.attachments[0].sha256')" = "$(printf trace | sha256sum | cut -d' ' -f1)" ] ||
  fault 'wrong digest'
is_clean

it 'makes a record from JSON, from a file and from standard input'
echo '{"title": "From a file", "description": "d", "value": "v", "criticality": "low"}' >"$WORK/in.json"
run sms add-service --from "$WORK/in.json"
succeeds
stdout_is SVC-FROM-A-FILE
run_with '{"title": "From a pipe", "description": "d", "value": "v", "criticality": "low"}' sms add service --from -
succeeds
stdout_is SVC-FROM-A-PIPE

it 'points at the place of bad JSON'
printf '{"title": "x",\n "title": "y"}' >"$WORK/bad.json"
remember
run sms add-service --from "$WORK/bad.json"
status_is 2
is_one_error
stderr_has 'bad.json:2:'
unchanged

it 'says what it would write with --dry-run, and writes nothing'
run sms add-service --title Trial --description d --value v --criticality low --dry-run
succeeds
unchanged

it 'takes the message of the commit'
run sms note phone hello --message 'a word of my own'
succeeds
[ "$(git log -1 --format=%s)" = 'a word of my own' ] || fault 'another message'

it 'edits in the editor'
cat >"$WORK/editor" <<'ED'
#!/bin/sh
sed -i 's/Desk phones/Phones on desks/' "$1"
ED
chmod +x "$WORK/editor"
LAST='script sms edit'
EDITOR=$WORK/editor script -qec "$SMS edit phone" /dev/null >"$STDOUT" 2>&1 </dev/null
run sms show phone --json
json_has '.description == "Phones on desks"'
is_clean
it 'commits records written by hand that name each other, documents with both of their files'
fresh
mkdir -p records/assignment records/person documents
cat >records/assignment/ASG-HAND.json <<'J'
{ "id": "ASG-HAND", "type": "assignment", "title": "Hand", "state": "current", "created": { "at": "2026-01-05T08:00:00Z", "by": "PER-ANNA-KELLER" },
  "role": "ROL-CHANGE-MANAGER", "person": "PER-HAND", "raci": "A", "start": "2026-01-05",
  "log": [ { "at": "2026-01-05T08:00:00Z", "by": "PER-ANNA-KELLER", "kind": "created" } ] }
J
cat >records/person/PER-HAND.json <<'J'
{ "id": "PER-HAND", "type": "person", "title": "Hand", "state": "active", "created": { "at": "2026-01-05T08:00:00Z", "by": "PER-ANNA-KELLER" },
  "emails": [ "hand@example.org" ],
  "log": [ { "at": "2026-01-05T08:00:00Z", "by": "PER-ANNA-KELLER", "kind": "created" } ] }
J
printf '# Hand\n\nWritten by hand.\n' >documents/POL-HAND.md
cat >documents/POL-HAND.json <<'J'
{ "id": "POL-HAND", "type": "policy", "title": "Hand", "state": "draft", "created": { "at": "2026-01-05T08:00:00Z", "by": "PER-ANNA-KELLER" },
  "topic": "change", "owner": "PER-HAND",
  "log": [ { "at": "2026-01-05T08:00:00Z", "by": "PER-ANNA-KELLER", "kind": "created" } ] }
J
run sms commit --all
succeeds
stderr_is_empty
[ "$(sort "$STDOUT" | tr '\n' ' ')" = 'ASG-HAND PER-HAND POL-HAND ' ] || fault "prints $(cat "$STDOUT")"
[ -z "$(git status --porcelain)" ] || fault 'the work tree is not clean'

finish
