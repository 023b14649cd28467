#!/bin/bash
# Parts and views of an audit: a process, a record, what a branch changes, the way that is left, the months.
. "$(dirname "$0")/lib.sh"
fresh
sms add-person --title 'Bruno Meier' --emails bruno@example.org >/dev/null
sms add-assignment --role top-management --person bruno >/dev/null
sms add-process --title 'Incident process' --topic incident --clause 8.6.1 --owner anna --id PRO-INCIDENT >/dev/null
sms record-incident --title 'Mail is slow' --impact medium --urgency high >"$WORK/first"
sms record-incident --title 'Shop is down' --impact high --urgency high >"$WORK/second"
FIRST=$(cat "$WORK/first") SECOND=$(cat "$WORK/second")
fits() { sms check --schema "sms:output/$1.json" "$STDOUT" >"$WORK/.seen" 2>&1 || fault "no sms/$1/1: $(cat "$WORK/.seen")"; }

it 'judges the clauses of a process'
run sms audit --process incident --json
json_has '[.items[].id | startswith("8.6.1-")] | all and length == 11'
run sms audit --process incident --clause 5.2 --json
json_has '[.clauses[].clause] == ["5.2.1", "5.2.2", "8.6.1"]'
run sms audit --process nothing
status_is 2
is_one_error

it 'says what is wrong with one record, and mends that one'
run sms audit --record "$SECOND" --json
status_is 1
fits audit
json_has '[.findings[].records[]] | unique == ["'"$SECOND"'"]'
json_has '[.findings[] | .file] | unique | length == 1 and (.[0] | contains("'"$SECOND"'"))'
json_has '[.findings[].fix | contains("'"$FIRST"'")] | any | not'
json_has '[.items[].failing | select(. != [])] | length > 0 and all(. == ["'"$SECOND"'"])'
json_has '.items | length > 0 and all(.counts == ["'"$SECOND"'"])'
run sms audit --record PER-BRUNO-MEIER --clause 8.6.1 --json
succeeds
json_has '.findings == [] and all(.items[]; .counts == ["PER-BRUNO-MEIER"] and .failing == [])'

it 'says what each of several records counts for'
run sms audit --record PRO-INCIDENT --record "$FIRST" --json
fits audit
json_has 'any(.items[]; .counts == ["'"$FIRST"'"]) and any(.items[]; .counts == ["PRO-INCIDENT"])'
json_has '[.items[].counts] | flatten | unique == ["'"$FIRST"'", "PRO-INCIDENT"]'
json_has '[.items[].id] - [.items[] | select(.counts != []) | .id] == []'

it 'says nothing where a branch changes nothing that is judged'
git switch -qc branch
sms add-service --title Mail --description d --value v --criticality low --id SVC-MAIL >/dev/null
run sms audit --since main --clause 8.6.1
succeeds
stdout_has '0 new, 0 worse, 0 better, 0 gone'

it 'says what a branch makes worse, by record, and closes the gate'
sms record-incident --title 'Web is slow' --impact low --urgency low >"$WORK/third"
run sms audit --since main --clause 8.6.1 --json
status_is 1
fits audit-changes
json_has '.summary.worse == 1 and .summary.new == 0'
json_has '.changes[] | select(.item == "8.6.1-a") | .kind == "worse" and .more == ["'"$(cat "$WORK/third")"'"] and .fewer == []'
run sms audit --since main --clause 8.6.1 --fail-on never
succeeds
stdout_has "fail now: $(cat "$WORK/third")"
run sms audit --since main --clause 8.6.1 --format markdown
stdout_has '| worse | 8.6.1-a '
run sms audit --since main --clause 8.6.1 --format github
status_is 1
stdout_has 'title=8.6.1-a'
stdout_lacks '8.6.1-g'
run sms audit --since main --clause 8.6.1 --format junit
status_is 1
stdout_has 'tests="1" failures="1"'

it 'says what is new, and what is gone the other way round'
git switch -qc clean main
sms add-policy --topic service-management --title 'Service management policy' --owner anna --id POL-SMS >/dev/null
run sms audit --since main --item 5.2.1-a --json
json_has '.changes[0].kind == "worse" or .changes[0].kind == "better"'
sms add-schedule --title 'Policy' --activity policy-review --interval P1D --owner anna >/dev/null
cp "$TOP/examples/quickstart.d/service-management-policy.md" documents/POL-SMS.md
sms commit --all >/dev/null
bruno
sms approve POL-SMS --yes >/dev/null
anna
run sms audit --since main --item 5.2.1-a --json
succeeds
json_has '.changes | length == 1 and .[0].kind == "gone" and .[0].before == "nonconform" and .[0].now == "conform"'
run sms audit --at main --since clean --item 5.2.1-a --json
status_is 1
json_has '.changes[0].kind == "new" and .summary.new == 1'

it 'counts it as worse where nobody can tell any more what was known'
sms add-person --title 'Clara Stein' --emails clara@example.org >/dev/null
export GIT_AUTHOR_NAME='Clara Stein' GIT_AUTHOR_EMAIL=clara@example.org
sms assess 5.2.1-b --verdict conform --evidence 'Read beside the scope' >/dev/null
anna
run sms audit --at HEAD~1 --since HEAD --item 5.2.1-b --json
succeeds
json_has '.changes[0] | .kind == "worse" and .grade == "observation" and .before == "conform" and .now == "needs-human"'
run sms audit --at HEAD~1 --since HEAD --item 5.2.1-b --fail-on observation
status_is 1

it 'says how far it is, statement by statement, in the order of the steps'
run sms audit --gap --json
succeeds
fits gap
json_has '[.levels[]] | add == 214'
json_has '.statements | length == 214'
json_has '[.statements[].step | select(. != null)] | . == sort and length > 3'
json_has '[.statements[] | select(.level == "not addressed" or .level == "begun") | .fix | startswith("sms ")] | all'
json_has '[.statements[] | select(.statement == "8.6.1/1")][0] | .level == "begun" and .effort >= 2'
json_has '[.statements[] | select(.statement == "8.6.1/3")][0] | .level == "not addressed"'
run sms audit --gap --clause 8.6.1
succeeds
stdout_has '8.6.1 Incident management: '
stdout_has 'not addressed'
[ "$(wc -L <"$STDOUT")" -le 80 ] || fault "$(wc -L <"$STDOUT") columns"
run sms audit --gap
[ "$(wc -L <"$STDOUT")" -le 80 ] || fault "all: $(wc -L <"$STDOUT") columns"
run sms audit --gap --format html
status_is 2

it 'names the most useful steps, which are those of the gap analysis'
run sms next --json
succeeds
fits next
json_has '.steps | length == 5'
json_has '[.steps[] | .gain / .cost] | . == (sort | reverse)'
sms next -n 999 --json | jq -e '[.steps[].command | if test("^sms assess ") then 2 elif test("^sms (list|show|audit|trail|check) ") then 1 else 0 end] | . == sort and (unique | length) > 1' >/dev/null ||
  fault 'what only shows something comes before what does something'
first=$(jq -r '.steps[0].command' "$STDOUT")
sms audit --gap --json 2>/dev/null | jq -e --arg c "$first" '.statements[0] | .step == 1 and .fix == $c' >/dev/null || fault 'another first step'
run sms next -n 3
[ "$(grep -c '^ *[0-9]\. sms ' "$STDOUT")" = 3 ] || fault 'not three steps'
stdout_has 'steps more: sms next -n'

it 'shows the results of the last twelve month ends, as they were judged then'
export GIT_COMMITTER_DATE=2026-08-20T12:00:00Z GIT_AUTHOR_DATE=2026-08-20T12:00:00Z
mkdir "$WORK/old" && cd "$WORK/old" && git init -q && cp -r "$WORK/sms1/." . && git checkout -q --orphan history &&
  git add -A && git -c user.name=A -c user.email=a@example.org commit -qm 'all at once'
unset GIT_COMMITTER_DATE GIT_AUTHOR_DATE
run sms --now 2026-11-15 audit --trend --clause 8.6.1 --json
succeeds
fits audit-trend
json_has '[.months[].month] == ["2025-11","2025-12","2026-01","2026-02","2026-03","2026-04","2026-05","2026-06","2026-07","2026-08","2026-09","2026-10"]'
json_has '[.months[] | .major == null] == [true,true,true,true,true,true,true,true,true,false,false,false]'
month=$(jq -c '.months[9] | [.major, .minor, .nonconform]' "$STDOUT")
then=$(sms --now 2026-08-31T23:59:59Z audit --clause 8.6.1 --json 2>/dev/null | jq -c '[.summary.findings.major, .summary.findings.minor, .summary.nonconform]')
[ "$month" = "$then" ] || fault "the trend says $month, the audit $then"
run sms --now 2026-11-15 audit --trend
succeeds
[ "$(wc -l <"$STDOUT")" = 13 ] || fault 'not a line a month'
[ "$(wc -L <"$STDOUT")" -le 80 ] || fault "$(wc -L <"$STDOUT") columns"

it 'refuses views that do not go together, and writes nothing'
remember
run sms audit --gap --since main
status_is 2
run sms audit --since no-such-branch
status_is 2
sms audit --gap >/dev/null
sms next >/dev/null
unchanged
finish
