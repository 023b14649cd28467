#!/bin/bash
# Members that follow from others: made with the record, kept up by later changes, explained.
. "$(dirname "$0")/lib.sh"
fresh

value() { sms show "$1" --json | jq -r ".$2 // \"none\""; }
value_is() { [ "$(value @ "$1")" = "$2" ] || fault "$1 is '$(value @ "$1")', expected '$2'"; }

it 'makes a priority from impact and urgency, and says so'
run sms record-incident --title 'Mail is down' --impact high --urgency medium
succeeds
run sms show @
stdout_has 'P2 (from impact high, urgency medium, by priority_matrix)'

it 'keeps it up while nobody sets it'
run sms set @ urgency=low
succeeds
value_is priority P3

it 'leaves what was set by hand, and explains it no longer'
run sms set @ priority=P1
run sms set @ urgency=high impact=low
succeeds
value_is priority P1
run sms show @
stdout_lacks '(from impact'

it 'makes score, level and next review of a risk'
run sms add-risk --title 'Relay fails' --category availability --cause age --event failure --consequence 'no mail' \
  --likelihood 4 --impact 3 --assessed-at 2026-10-31 --owner anna
succeeds
value_is score 12
value_is level high
value_is next_review 2027-04-30
run sms show @
stdout_has 'high (from score 12, by risk.levels)'
stdout_has 'from assessed_at 2026-10-31'

it 'lets one that follows from another follow too'
run sms set @ impact=5
value_is score 20
value_is level very-high

it 'takes away what nothing leads to any more'
run sms set @ impact=
succeeds
value_is score none
value_is level none

it 'takes for set by hand what other settings gave, until it is removed'
jq '.intervals["risk-review"].interval = "P1M"' sms.json >new.json && mv new.json sms.json && sms commit --all >/dev/null
run sms set @ assessed_at=2026-11-01
succeeds
value_is next_review 2027-04-30
run sms set @ next_review=
value_is next_review 2026-12-01

it 'makes the next review of a document from its interval'
run sms add-policy --title 'Change policy' --topic change --owner anna --audience staff
succeeds
value_is next_review none
run sms set @ reviewed_at=2026-02-28
value_is next_review 2027-02-28
run sms set @ review_interval=P6M
value_is next_review 2026-08-28

it 'says until when a change is reviewed, by its category'
run sms record-change --title 'New relay' --kind technical --description x --reason y --category emergency \
  --requested-at 2026-10-30T10:00:00Z --implemented-at 2026-11-01T10:00:00Z
succeeds
value_is review_due 2026-11-06T10:00:00Z

it 'says until when a nonconformity is closed, by its grade'
run sms record-nonconformity --title 'No review' --grade minor --source audit --description x \
  --raised-at 2026-11-01T10:00:00Z
succeeds
value_is due 2027-01-30

it 'knows these rules in the types of a repository'
mkdir -p types
cat >types/kite.json <<'END'
{ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Kite", "description": "Flies.", "type": "object",
  "allOf": [{"$ref": "common.json#/$defs/envelope"}], "required": ["title"],
  "properties": { "type": {"const": "kite"}, "flown": {"type": "string", "format": "date"},
    "every": {"type": "string"}, "next": {"type": "string", "format": "date"} },
  "x-sms": { "plural": "kites", "prefix": "KIT", "kind": "register", "command": "add", "columns": ["id"],
    "lifecycle": {"initial": "up", "final": [], "moves": {"up": []}},
    "derive": { "next": {"after": ["flown", "every"]} } } }
END
git add types && git -c user.name=A -c user.email=a@b.c commit -qm 'A type'
run sms add-kite --title Red --flown 2026-01-31 --every P1M
succeeds
value_is next 2026-02-28

it 'refuses a rule that is none'
sed -i 's/"after": \["flown", "every"\]/"after": ["flown"]/' types/kite.json
git -c user.name=A -c user.email=a@b.c commit -qam 'A bad type'
run sms add-kite --title Blue
status_is 2
is_one_error
stderr_has types/kite.json

finish
