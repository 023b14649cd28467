#!/bin/bash
# Types: what requirements look at is there, own types do not take it away, and a new one is begun with one command.
. "$(dirname "$0")/lib.sh"

it 'lists for every requirement the types and fields that show it'
run sms types --clauses --json
succeeds
json_has '.schema == "sms/types-clauses/1" and .items == 384 and .missing == 0'
json_has '[.evidence[].item] | unique | length == 384'
json_has '.evidence[] | select(.item == "8.6.1-b" and .type == "incident") | .fields | index("priority") != null'
json_has '.evidence[] | select(.item == "8.5.1.1-d" and .what == "setting") | .fields | index("major_change.where") != null'
run sms types --clauses --format csv
stdout_has '8.6.1-b,8.6.1,record,incident,'
run sms types sla --clauses
stdout_has 8.3.3-a
stdout_lacks incident

it 'names a type in the evidence of every requirement that does not rest on others'
run sms types --clauses --json
json_has '[.evidence[] | select(.what == "record") | .item] | unique | length >= 382'

fresh
it 'finds nothing wrong where no type is the own one'
run sms types --check
succeeds
stdout_is ''
run sms check
succeeds

it 'lets a type be extended by what it did not have'
mkdir types
cat >types/incident.json <<'J'
{
  "x-sms": { "extends": true },
  "properties": { "shelf": { "title": "Shelf", "description": "Where its papers are.", "type": "string" } }
}
J
run sms types --check
succeeds
run sms check
succeeds

it 'sees an extension that takes values away which requirements look at'
cat >types/incident.json <<'J'
{
  "x-sms": { "extends": true },
  "properties": { "closure_code": { "title": "Code", "description": "How.", "type": "string", "enum": ["done", "no-answer"] } }
}
J
run sms types incident --check
status_is 1
stdout_has "value 'confirmed-by-user' of 'closure_code'"
stdout_has 8.6.1-e
stdout_lacks no-answer
run sms check --json
status_is 1
json_has '.findings | length == 1'
json_has '.findings[0] | .rule == "type-needed" and .file == "types/incident.json" and .grade == "major" and
  (.message | test("confirmed-by-user.*8.6.1-e"))'
run sms types --clauses --json
status_is 1
json_has '.missing == 1 and (.evidence[] | select(.missing != []) | .item == "8.6.1-e")'

it 'sees a replacement without fields, states and what reports count'
"$SMS" types --new visit --kind event >/dev/null
sed 's/"visits"/"incidents"/; s/"[A-Z]*",\( *\)$/&/; s/"prefix": "VST"/"prefix": "INC"/; s/"visit"/"incident"/' types/visit.json >types/incident.json
rm types/visit.json
run sms types --check --json
status_is 1
json_has '[.lacks[].lacks] | (index("field '"'holds'"'") != null) and (index("state '"'on-hold'"'") != null)'
json_has '[.lacks[] | .by[]] | index("report incidents") != null'
json_has '[.lacks[] | .type] | unique == ["incident"]'
run sms types service --check
succeeds

it 'does not look at types that replace none'
rm types/incident.json
"$SMS" types --new visit --kind event >/dev/null
run sms types --check
succeeds
rm types/visit.json

for kind in register event document; do
  it "begins a type of kind $kind that works at once"
  fresh
  before=$(commits)
  run sms types --new my-thing --kind "$kind"
  succeeds
  stdout_has types/my-thing.json
  stdout_has 'sms commit --all'
  [ "$(commits)" -eq "$before" ] || fault 'something was committed'
  add=$(grep -oE "sms (add|record)-my-thing.*" "$STDOUT")
  jq -e '."$comment" and ."x-sms"."$comment"' types/my-thing.json >/dev/null || fault 'no comments'
  ! grep -q '<' types/my-thing.json || fault 'a placeholder is left'
  run sms check
  succeeds
  run sms commit --all
  succeeds
  stdout_has types/my-thing.json
  run eval "$add"
  succeeds
  id=$(cat "$STDOUT")
  is_clean
  run sms show "$id"
  succeeds
  run sms list my-things
  stdout_has "$id"
  run sms types my-thing
  stdout_has "$kind"
  jq '."x-sms".example' types/my-thing.json >"$WORK/example.json"
  run sms add my-thing --from "$WORK/example.json" --title 'Second thing'
  succeeds
  [ "$kind" = document ] || { run sms check && succeeds; }
done

it 'takes a register entry and an event through their states'
fresh
"$SMS" types --new tool >/dev/null
"$SMS" types --new visit --kind event >/dev/null
"$SMS" commit --all >/dev/null
run sms add-tool --title Hammer --description 'Heavy' --kind own
succeeds
run sms add-tool --title Box --description 'Holds tools' --parts hammer
succeeds
run sms move hammer ended
status_is 2
stderr_has reason
run sms move hammer ended reason=broken
succeeds
run sms record-visit --title 'Visit of the fire brigade' --description 'They came' --impact high --urgency high
succeeds
run sms show @ --json
json_has '.priority == "P1" and .reporter == "PER-ANNA-KELLER" and .reported_at != null'
is_clean

it 'prints an example in its manual page that works as it stands there'
fresh
mkdir types
sms help sms-type | sed -n '/^EXAMPLE/,/^SEE ALSO/s/^    //p' >"$WORK/example"
sed -n '/^{$/,/^}$/p' "$WORK/example" >types/widget.json
cp types/widget.json "$WORK/widget.json"
run sms check
succeeds
run sms commit --all
succeeds
grep '^sms ' "$WORK/example" >"$WORK/commands"
[ "$(wc -l <"$WORK/commands")" -eq 3 ] || fault 'not three commands'
while read -r command; do
  run eval "$command"
  succeeds
done <"$WORK/commands"
run sms show @ --json
json_has '.type == "widget" and .state == "ended" and .reason == "worn out"'
run sms check
succeeds
fresh
"$SMS" types --new widget >/dev/null
cmp -s types/widget.json "$WORK/widget.json" || fault 'it is not what --new writes'

it 'makes a plural and a prefix that are free'
run sms types --new policy-gap --json
succeeds
json_has '.schema == "sms/types-new/1" and .file == "types/policy-gap.json" and (.next | length == 3)'
[ "$(jq -r '."x-sms".plural' types/policy-gap.json)" = policy-gaps ] || fault plural
run sms types --new inventory
[ "$(jq -r '."x-sms".plural' types/inventory.json)" = inventories ] || fault plural
run sms types --new incomplete
succeeds
prefix=$(jq -r '."x-sms".prefix' types/incomplete.json)
[ "$prefix" != INC ] || fault 'the prefix is that of incidents'
run sms check
succeeds

it 'refuses names that are taken or can be none, and writes nothing'
sms types --new tool >/dev/null
remember
for name in incident incidents tool common 'Big Thing' 'big_thing' -x 9x a- ''; do
  run sms types "--new=$name"
  status_is 2
  is_one_error
done
run sms types --new incident
stderr_has "there is a type 'incident' already"
run sms types --new lamp --dry-run
succeeds
stdout_has 'Would write types/lamp.json'
run sms types --new lamp tool
status_is 2
run sms types --kind event
status_is 2
run sms types --new lamp --check
status_is 2
run sms --at HEAD types --new lamp
status_is 2
unchanged
git clone -q --bare . "$WORK/bare.git"
run sms -C "$WORK/bare.git" types --new lamp
status_is 2
stderr_has 'bare'
finish
