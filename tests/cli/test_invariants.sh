#!/bin/bash
# What must hold between records: refused when a write would break it, found when it is broken by hand.
. "$(dirname "$0")/lib.sh"

people() {
  sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
  sms add-service --title Mail --description 'Mail for all' >/dev/null
  sms add-service --title Files --description 'Files for all' >/dev/null
}
# Writes a record by hand, past all checks.
by_hand() { mkdir -p "$(dirname "$1")" && cat >"$1"; }

fresh
people

it 'refuses a link to a record that is not there'
remember
run sms set SVC-MAIL depends_on+=SVC-NOWHERE
status_is 2
is_one_error
stderr_has "no service 'SVC-NOWHERE'"
stderr_has 'hint: sms list service'
unchanged

it 'refuses a link to a record of a wrong type'
run sms set SVC-MAIL depends_on+=PER-BRUNO-MEIER
status_is 2
is_one_error
stderr_has "is a person; it must be a service"
unchanged

it 'refuses a link to a void record, and says which are not'
sms add-service --title Old --description Old >/dev/null
sms move SVC-OLD void --note 'entered twice' >/dev/null
remember
run sms set SVC-MAIL depends_on+=SVC-OLD
status_is 2
is_one_error
stderr_has "'SVC-MAIL': depends_on 'SVC-OLD' is void: link a record that is in use"
stderr_has "hint: sms list service --where 'state != void'"
run sms link SVC-MAIL relates-to SVC-OLD
status_is 2
stderr_has "links 'SVC-OLD' is void"
run sms record-incident --title Slow --service SVC-OLD
status_is 2
stderr_has "service 'SVC-OLD' is void"
unchanged

it 'a record that links to one that became void can still be changed'
sms add-service --title New --description New --depends-on SVC-FILES >/dev/null
sms move SVC-FILES void --note 'entered twice' >/dev/null
run sms set SVC-NEW value=much
succeeds
run sms check
status_is 1
stdout_has 'link'
sms set SVC-NEW depends_on= >/dev/null

it 'refuses a loop over several records, by fields and by links'
sms add-service --title Web --description Web --depends-on SVC-MAIL >/dev/null
sms add-service --title Shop --description Shop --depends-on SVC-WEB >/dev/null
remember
run sms set SVC-MAIL depends_on+=SVC-SHOP
status_is 2
is_one_error
stderr_has 'SVC-MAIL → SVC-SHOP → SVC-WEB → SVC-MAIL is a loop'
run sms link SVC-MAIL depends-on SVC-SHOP
status_is 2
stderr_has 'is a loop'
stderr_has 'hint: sms unlink SVC-MAIL depends-on SVC-SHOP'
unchanged

it 'a relation of another kind may lead back'
run sms link SVC-MAIL relates-to SVC-SHOP
succeeds

it 'refuses a second accountable person, while the first is'
sms add-assignment --role sms-manager --person anna --service SVC-MAIL --raci A --start 2026-01-01 >/dev/null
remember
run sms add-assignment --title second --role sms-manager --person bruno --service SVC-MAIL --raci A --start 2026-02-01
status_is 2
is_one_error
stderr_has "service 'SVC-MAIL' is taken"
stderr_has 'one person is accountable for a service at a time'
stderr_has 'hint: sms move ASG-'
unchanged
run sms add-assignment --title second --role sms-manager --person bruno --service SVC-MAIL --raci R --start 2026-02-01
succeeds
first=$(sms list assignment --where 'raci = A and service = SVC-MAIL' --json | jq -r '.records[].id')
sms move "$first" ended end=2026-03-31 >/dev/null
run sms add-assignment --title third --role sms-manager --person bruno --service SVC-MAIL --raci A --start 2026-04-01
succeeds

it 'refuses times out of order, whatever command brings them'
sms record-incident --title 'Mail is slow' --reported-at 2026-03-02T08:00:00Z --service SVC-MAIL >/dev/null
remember
run sms set @ resolved_at=2026-03-02T07:00:00Z
status_is 2
is_one_error
stderr_has 'resolved_at 2026-03-02T07:00:00Z is before reported_at 2026-03-02T08:00:00Z'
stderr_has 'resolved_at=VALUE'
run sms record-outage --title Down --service SVC-MAIL --no-planned --start 2026-03-02T08:00:00Z \
  --end 2026-03-01T08:00:00Z --scope full
status_is 2
run sms add-assignment --title never --role sms-manager --person bruno --start 2026-02-01 --end 2026-01-01
status_is 2
stderr_has 'end 2026-01-01 is before start 2026-02-01'
printf 'title,service,planned,start,end,scope,id\nDown,SVC-MAIL,true,2026-03-02T08:00:00Z,2026-03-01T08:00:00Z,full,OUT-20260302-AAAAAA\n' >"$WORK/o.csv"
run sms import outage "$WORK/o.csv"
status_is 2
stderr_has 'end 2026-03-01T08:00:00Z is before start 2026-03-02T08:00:00Z'
unchanged

it 'refuses an e-mail address that is taken, in any case'
run sms add-person --title 'Bruno Zwei' --emails BRUNO@example.org
status_is 2
stderr_has "'PER-BRUNO-MEIER' has it too"
printf 'title,emails\nC,c@example.org\nD,C@example.org\n' >"$WORK/p.csv"
run sms import person "$WORK/p.csv"
status_is 2
stderr_has "'PER-C' has it too"
unchanged

it 'people hold roles until they leave'
remember
run sms move bruno left end=2026-05-01
status_is 2
stderr_has 'people who left hold no role'
stderr_has 'hint: sms move ASG-'
unchanged
for id in $(sms list assignment --where 'person = PER-BRUNO-MEIER and state = current' --json | jq -r '.records[].id'); do
  sms move "$id" ended end=2026-05-01 >/dev/null
done
run sms move bruno left end=2026-05-01
succeeds
remember
run sms add-assignment --title late --role sms-manager --person bruno --start 2026-01-02
status_is 2
stderr_has 'people who left hold no role'
unchanged

it 'finds what was broken by hand, with the rule, the sentence and the command'
is_clean
sed -i 's/"SVC-MAIL"$/"SVC-SHOP"/' records/service/SVC-WEB.json
sed -i 's/"reported_at": .*/"reported_at": "2026-03-02T08:00:00Z",\n  "resolved_at": "2026-03-01T08:00:00Z",/' \
  records/incident/2026/*/*.json
run sms check --json
status_is 1
json_has '.findings[] | select(.rule == "depends-on-loop") | .record == "SVC-SHOP" and (.message | test("SVC-SHOP → SVC-WEB → SVC-SHOP")) and .fix == "sms edit SVC-SHOP"'
json_has '.findings[] | select(.rule == "incident-in-order") | .grade == "major" and .line > 1 and .pointer == "/resolved_at"'
run sms check --format sarif
json_has '.runs[0].results | map(.ruleId) | index("depends-on-loop") and index("incident-in-order")'
run sms check --format junit
stdout_has 'depends-on-loop'

it 'a record that breaks a rule already can be edited, and mended'
commit() { git -c user.name=A -c user.email=a@example.org commit -qam 'past all checks'; }
commit
run sms set SVC-WEB value=more
succeeds
run sms set SVC-WEB depends_on=SVC-MAIL
succeeds

it 'explains an invariant like any rule'
run sms explain depends-on-loop
succeeds
stdout_has 'depends-on-loop  what must hold for records of every type, ci, service'
stdout_has 'nothing depends on itself'
run sms -C / explain sla-one-in-force
succeeds
stdout_has 'by every command that writes'

it 'with --since, says what the changed records break, not what was broken'
sms add-service --title Loop --description Loop >/dev/null
base=$(git rev-parse HEAD)
sed -i 's/"depends_on": \[/"depends_on": [\n    "SVC-WEB",/; s/"description": "Loop",/"description": "Loop",\n  "depends_on": ["SVC-LOOP"],/' \
  records/service/SVC-LOOP.json
run sms check --since "$base" --json
status_is 1
json_has '[.findings[] | select(.rule | test("-"))] | map(.rule) == ["depends-on-loop"]'
git checkout -q .

it 'finds ids that are there twice, and files that no id leads to'
incident=$(ls records/incident/2026/*/*.json)
day=${incident%/*}/02
mkdir "$day"
cp "$incident" "$day/"
cp records/service/SVC-MAIL.json records/service/svc-mail.json
mkdir -p records/incident/2019/01
cp "$incident" "records/incident/2019/01/INC-20260302-AAAAAA.json"
run sms check --json
status_is 1
json_has '.findings[] | select(.rule == "id" and (.message | test("is there twice"))) | .fix | test("^git rm ")'
json_has '.findings[] | select(.rule == "file" and .file == "records/service/svc-mail.json") | .message | test("in capitals")'
json_has '.findings[] | select(.rule == "file" and .record == "INC-20260302-AAAAAA") | .fix | test("^git mv .* records/incident/2026/03/")'
git clean -qfd

it 'finds a state that the log does not lead to'
sms move SVC-MAIL approved >/dev/null
sed -i 's/"state": "approved"/"state": "in-design"/' records/service/SVC-MAIL.json
run sms check --json
status_is 1
json_has '.findings[] | select(.rule == "log") | .record == "SVC-MAIL" and .pointer == "/state"'
git checkout -q .

sms set "$(basename "$incident" .json)" resolved_at= >/dev/null

it "a type of one's own has invariants too, and adds to those it extends"
mkdir -p types
cat >types/keg.json <<'JSON'
{ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Keg", "description": "A keg.", "type": "object",
  "allOf": [{ "$ref": "common.json#/$defs/envelope" }],
  "properties": { "state": { "enum": ["full", "empty", "void"] }, "tap": { "type": "string" } },
  "unevaluatedProperties": false,
  "x-sms": { "plural": "kegs", "prefix": "KEG", "kind": "register", "command": "add", "clauses": [], "columns": ["id"],
    "lifecycle": { "initial": "full", "final": ["empty"], "moves": { "full": ["empty"], "empty": [] } },
    "invariants": [{ "id": "one-keg-a-tap", "where": { "properties": { "state": { "const": "full" } } }, "unique": ["tap"],
                     "message": "one keg is on a tap; empty the other", "fix": "sms move {other} empty" }] } }
JSON
cat >types/service.json <<'JSON'
{ "$schema": "https://json-schema.org/draft/2020-12/schema", "properties": { "nick": { "type": "string" } },
  "x-sms": { "extends": true, "invariants": [{ "id": "nick-twice", "unique": ["nick"], "message": "nicks differ" }] } }
JSON
run sms commit --all
succeeds
sms add-keg --title A --tap left >/dev/null
run sms add-keg --title B --tap LEFT
status_is 2
stderr_has "tap 'LEFT' is taken; 'KEG-A' has it too: one keg is on a tap; empty the other"
stderr_has 'hint: sms move KEG-A empty'
sms set SVC-MAIL nick=m >/dev/null
run sms set SVC-SHOP nick=m
status_is 2
stderr_has 'nicks differ'
run sms set SVC-MAIL depends_on=SVC-SHOP
status_is 2
stderr_has 'is a loop'
run_with '' sms check
succeeds

it 'finds an item that nothing links to or from, and does not refuse it'
run sms add-ci --id CI-LONE --title Lone --ci-type server --description x --state live --owner anna \
  --environment prod --relations '[]'
succeeds
run sms check
status_is 1
stdout_has 'records/ci/CI-LONE.json  ci-orphan'
stdout_has 'no link leads from it or to it'
stdout_has 'sms set CI-LONE stand_alone=true'
stdout_has '1 finding'
sms add-ci --id CI-RACK --title Rack --ci-type server --description x --state live --owner anna --environment prod \
  --relations '[{"kind":"supports","to":"CI-LONE"}]' >/dev/null
run sms check
succeeds
sms set CI-RACK relations='[]' stand_alone=true >/dev/null
sms set CI-LONE stand_alone=true >/dev/null
run sms check
succeeds

it 'an invariant that says nothing is refused with its place'
sed -i 's/"unique": \["tap"\],/"only": true,/' types/keg.json
run sms commit --all
status_is 2
stderr_has 'types/keg.json:'
git checkout -q .

finish
