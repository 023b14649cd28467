#!/bin/bash
# The repository's own rules: requirements added and changed, another standard, as sms-rule(5) shows them.
. "$(dirname "$0")/lib.sh"
fresh
git config user.name Anna
git config user.email anna@example.org
sms add-person --title 'Clara Stein' --emails clara@example.org >/dev/null
clara() { export GIT_AUTHOR_NAME='Clara Stein' GIT_AUTHOR_EMAIL=clara@example.org; }
fits() { sms check --schema sms:output/audit.json "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no sms/audit/1: $(cat "$WORK/.seen")"; }
result_is() { [ "$(jq -r --arg id "$1" '.items[] | select(.id == $id) | .result' "$STDOUT")" = "$2" ] || fault "$1 is not $2"; }
mkdir rules
run sms record-incident --title 'Mail is down' --impact high --urgency high --priority P1
INCIDENT=$(cat "$STDOUT")

it 'has a manual page whose examples are those that are tried here'
run sms help 'sms-rule(5)'
succeeds
for name in rule rule-standard rule-items; do
  sed 's/^ *//' "$TOP/schemas/templates/$name.json" >"$WORK/want"
  sed 's/^ *//' "$STDOUT" >"$WORK/page"
  grep -Fxq -f "$WORK/want" "$WORK/page" && [ "$(grep -Fxc -f "$WORK/page" "$WORK/want")" = "$(wc -l <"$WORK/want")" ] ||
    fault "the page lacks lines of $name.json"
done
for primitive in $(jq -r '."$defs".test.properties | keys[]' "$TOP/schemas/meta/requirements.json"); do
  grep -qE "^ +$primitive( |$)" "$STDOUT" || fault "says nothing of $primitive"
done
facts=$(sed -n '/ built_in\[\] = /,/^};/p' "$TOP/lib/work/audit/facts.c" | grep -o '"[a-z_]*"' | tr -d '"')
[ -n "$facts" ] || fault 'no built-in facts were found'
for fact in $facts; do
  grep -qE "^ +$fact( |$)" "$STDOUT" || fault "says nothing of the fact $fact"
done
for operator in $(jq -r '."$defs".expression.anyOf[1].oneOf[].required[0]' "$TOP/schemas/meta/requirements.json"); do
  grep -qE "^ +$operator( |$)" "$STDOUT" || fault "says nothing of the expression $operator"
done
sms audit --clause 8.6.1 --json >"$WORK/before" 2>/dev/null
cp "$TOP/schemas/templates/rule.json" rules/incidents.json
cp "$TOP/schemas/templates/rule-standard.json" rules/house.json
cp "$TOP/schemas/templates/rule-items.json" rules/house-customers.json
run sms check
succeeds
sms commit --all >/dev/null

it 'judges an item of its own, and says where it comes from'
run sms audit --clause 8.6.1 --json
fits
json_has '.summary.items == 12 and ([.items[] | select(.own_rule == "rules/incidents.json") | .id] == ["8.6.1-a", "8.6.1-z"])'
result_is 8.6.1-z nonconform
json_has '.findings[] | select(.rule == "8.6.1-z") | .grade == "minor" and .records == ["'"$INCIDENT"'"]'
run sms audit --clause 8.6.1
stdout_has '2 items changed or added by rules/incidents.json'
sms record-communication --title "Account of $INCIDENT" --direction external --topic service --audience customers --about "$INCIDENT" >/dev/null
run sms audit --item 8.6.1-z --json
succeeds
result_is 8.6.1-z conform

it 'adds tests to a built-in item, and leaves the others as they were'
run sms audit --clause 8.6.1 --json
json_has '[.findings[] | select(.rule == "8.6.1-a") | .details[] | select(.message | test("say nothing but a title"))] | length == 1'
jq -S '[.items[] | select(.id != "8.6.1-a") | del(.evidence, .population)]' "$WORK/before" >"$WORK/one"
jq -S '[.items[] | select(.id != "8.6.1-a" and .id != "8.6.1-z") | del(.evidence, .population)]' "$STDOUT" >"$WORK/two"
cmp -s "$WORK/one" "$WORK/two" || fault 'other items changed'
run sms explain 8.6.1-a
stdout_has 'rules/incidents.json'

it 'compares lengths of time, however they are written'
cat >rules/grace.json <<'END'
{ "schema": "sms/requirements/1", "clause": "9.1",
  "facts": { "to_spare": { "compare": ["interval", "grace"] } },
  "items": [{ "id": "9.1-z", "statement": "9.1/1", "requirement": "Grace is shorter than the interval", "judged": "full",
    "absent": "minor", "tests": [{ "every": { "of": { "type": "schedule" }, "with": { "facts.to_spare": { "const": 1 } } },
      "say": "{failing} of {population} plans allow too much: {id}", "fix": "sms edit {id}" }] }] }
END
sms add-schedule --title 'Look at values' --activity measuring --interval P1Y --grace P364D --owner anna --id SCH-LOOK >/dev/null
sms commit --all >/dev/null
run sms audit --item 9.1-z --json
result_is 9.1-z conform
sms set SCH-LOOK grace=P365D >/dev/null
run sms audit --item 9.1-z --json
result_is 9.1-z nonconform
git rm -q rules/grace.json && git commit -qm 'no more'
sms move SCH-LOOK void --note 'no more' >/dev/null

it 'audits another standard beside the first'
run sms audit --standard house --json
status_is 1
fits
json_has '.standard == "House rules of service" and [.items[].id] == ["1-a", "1-b"]'
result_is 1-a nonconform
sms add-service --title Mail --description d --value v --criticality low --owner anna --id SVC-MAIL >/dev/null
run sms audit --standard house --json
result_is 1-a conform
result_is 1-b needs-human
run sms audit --item house:1-a
succeeds
run sms next --standard house --json
json_has '.steps[0].command == "sms assess house:1-b --verdict VERDICT --evidence TEXT"'
run sms audit --standard nothing
status_is 2
stderr_has 'hint: house'

it 'takes verdicts on it, by its own name'
clara
run sms assess house:1-b --verdict conform --evidence 'Asked two customers'
succeeds
anna
run sms audit --standard house --json
succeeds
result_is 1-b conform
run sms explain house:1-b
succeeds
stdout_has 'Customers are visited'

it 'refuses rules that are no good, with their place, and sms check finds them'
sed 's/"extends": true/"extends": true, "test": []/' "$TOP/schemas/templates/rule.json" >rules/incidents.json
run sms check
status_is 1
stdout_has 'rules/incidents.json:'
git commit -qam 'a rule that is no good'
run sms audit --clause 8.6.1
status_is 2
is_one_error
stderr_has 'rules/incidents.json:'
sed 's/8.6.1-a/8.6.1-y/' "$TOP/schemas/templates/rule.json" >rules/incidents.json
git commit -qam 'a rule that extends nothing'
run sms audit --clause 8.6.1
status_is 2
stderr_has "there is no item '8.6.1-y' to extend"
sed 's/8.6.1-z/8.6.9-z/' "$TOP/schemas/templates/rule.json" >rules/incidents.json
git commit -qam 'a rule of no clause'
run sms audit --clause 8.6.1
status_is 2
stderr_has "the clause of '8.6.9-z'"
git checkout -q HEAD~3 -- rules/incidents.json
git commit -qam 'as it was'
run sms audit --item 8.6.1-z
succeeds
finish
