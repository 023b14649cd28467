#!/bin/bash
# Records from the command line: help as a form, lists and objects, and the form in the editor.
. "$(dirname "$0")/lib.sh"
fresh
sms add-service --id SVC-EMAIL --title 'E-mail' --description x --owner anna >/dev/null
sms add-customer --title 'Muster AG' --description c --relationship-manager anna >/dev/null
# The new record's JSON.
last() { run sms show @ --json; }
sla() { run sms add-sla --title "SLA $((SLA = ${SLA:-0} + 1))" --customer muster --service svc-e "$@"; }

it 'reads like a form'
run sms add-sla -h
succeeds
stdout_matches '^usage: sms add-sla --customer ID --services ID --title TEXT \[--FIELD VALUE\]'
stdout_has 'Service level agreement: What the organization'
stdout_has 'Customer it is agreed with (id of customer)'
stdout_has 'First day (needed when state is agreed, in-force)'
stdout_has 'How often it is reviewed (else P12M)'
[ "$(grep -n '^Required' "$STDOUT" | cut -d: -f1)" -lt "$(grep -n '^Agreement' "$STDOUT" | cut -d: -f1)" ] ||
  fault 'what is required is not first'
run sms record-incident -h
stdout_has 'high, medium,'
stdout_has 'follows from impact, urgency'
stdout_has '(else now)'

it 'asks for what the state that a record begins in requires'
run sms add-ci -h
stdout_matches '^usage: sms add-ci .*--owner ID'

it 'is calm at 80 columns for every type'
for type in $(sms types --format csv | tr -d '\r' | tail -n +2 | cut -d, -f1); do
  run sms add "$type" -h
  succeeds
  [ "$(wc -L <"$STDOUT")" -le 80 ] || fault "$type is wider"
  stdout_has 'Example'
done

it 'gives an example that works, where nothing has to be there before'
for type in service risk incident problem; do
  sms add "$type" -h | sed -n '/^Example/,$p' | tail -n +2 >../example
  LAST=$(cat ../example)
  [ -s ../example ] || fault "$type has none"
  STATUS=0
  bash -c "sms() { '$SMS' \"\$@\" --dry-run --owner anna; }; $(cat ../example)" >"$STDOUT" 2>"$STDERR" || STATUS=$?
  succeeds
done

it 'takes an object as JSON, and as members with commas between'
sla --target '{"id": "a", "kind": "availability", "value": 99.9, "unit": "percent"}' \
  --target 'id=b,kind=response,value=4,unit=hours'
succeeds
last
json_has '.services == ["SVC-EMAIL"] and (.targets | length == 2)'
json_has '.targets[1] == {"id": "b", "kind": "response", "value": 4, "unit": "hours"}'

it 'lets a comma be in a value where no member follows it'
sla --exception 'kind=maintenance,text=Sunday, when nobody works, from 2' --workload-limits 'text=a=b, c'
succeeds
last
json_has '.exceptions == [{"kind": "maintenance", "text": "Sunday, when nobody works, from 2"}]'
json_has '.workload_limits == [{"text": "a=b, c"}]'

it 'takes members one by one, and begins the next element with one that is there already'
sla --target.id a --target.kind=availability --targets.value=99.9 --target.unit percent --target.id=b --target.kind response \
  --target.value 4 --target.unit hours
succeeds
last
json_has '.targets == [{"id": "a", "kind": "availability", "value": 99.9, "unit": "percent"},
  {"id": "b", "kind": "response", "value": 4, "unit": "hours"}]'

it 'takes members by the number of their element'
sla --targets.0.id a --targets.0.kind availability --targets.0.value 99 --targets.0.unit percent
succeeds
last
json_has '.targets == [{"id": "a", "kind": "availability", "value": 99, "unit": "percent"}]'

it 'takes names in the singular and in the plural, with dashes'
run sms add-policy --topic change --title 'A policy' --owner anna --audiences staff --audience customers
succeeds
last
json_has '.audience == ["staff", "customers"]'

it 'takes members of objects that stand alone'
sla --responsibilities.ours 'we run it' --responsibility.theirs 'they pay'
succeeds
last
json_has '.responsibilities == {"ours": "we run it", "theirs": "they pay"}'

it 'refuses what is no object, and names its members'
remember
for bad in 99.9 'nothing=1' 'kind' '=x' '{"kind": ' 'value=much,id=a' 'kind=wrong'; do
  sla --target "$bad"
  status_is 2
  is_one_error
  stderr_has target
done
sla --target 'nothing=1'
stderr_has 'names: id, '
sla --target.nothing 1
status_is 2
is_one_error
sla --target.value ''
status_is 2
is_one_error
unchanged

it 'takes everything as JSON, from a file and from standard input'
echo '{"title": "From a file", "description": "y", "owner": "PER-ANNA-KELLER"}' >../from.json
run sms add-service --from ../from.json --criticality high
succeeds
stdout_is SVC-FROM-A-FILE
last
json_has '.description == "y" and .criticality == "high"'
run_with '{"title": "From a pipe", "description": "z", "owner": "anna"}' sms add-service --from -
succeeds
stdout_is SVC-FROM-A-PIPE
run_with '["no object"]' sms add-service --from -
status_is 2
is_one_error
run_with '{"title": ' sms add-service --from -
status_is 2
is_one_error
run sms add-service --from ../nowhere.json
status_is 2
is_one_error

it 'changes lists of objects the same way'
sms add-sla --title 'To change' --customer muster --service svc-e >/dev/null
run sms set @ 'targets+=id=a,kind=response,value=4,unit=hours'
succeeds
last
json_has '.targets == [{"id": "a", "kind": "response", "value": 4, "unit": "hours"}]'

# --- The form. Editors that do one thing. ---
editor() { printf '#!/bin/sh\n%s\n' "$2" >"$WORK/$1" && chmod +x "$WORK/$1"; }
export TMPDIR=$WORK/tmp && mkdir "$TMPDIR"

it 'opens a form with the fields, what they are for, and what was given'
editor look "cp \"\$1\" '$WORK/form'; sed -i 's/^description:\$/description: A text/; s/^value:\$/value: A value/' \"\$1\""
SMS_EDITOR=$WORK/look run sms add-service --edit --title 'By form' --owner anna
succeeds
stdout_is SVC-BY-FORM
last
json_has '.title == "By form" and .description == "A text" and .value == "A value" and .owner == "PER-ANNA-KELLER"'
file_has "$WORK/form" 'title: By form'
file_has "$WORK/form" '# --- Required ---'
file_has "$WORK/form" 'low'
[ "$(wc -L <"$WORK/form")" -le 80 ] || fault 'the form is wider than 80 columns'
[ -z "$(ls "$TMPDIR")" ] || fault 'a file is left'
is_clean

it 'takes blocks, lists, objects, and comments in it'
editor fill 'cat >"$1" <<END
# a comment
title: By blocks
description: |
  First line
    indented: not a field

  # not a comment
tag: one
tags: two
owner: anna
unknown_is_not_here_because_of_the_comment:
END'
SMS_EDITOR=$WORK/fill run sms add-service --edit
succeeds
last
json_has '.description == "First line\n  indented: not a field\n\n# not a comment" and .tags == ["one", "two"]'

it 'writes back all kinds of values as they were'
cat >../all.json <<'END'
{ "title": "All kinds", "customer": "CUS-MUSTER-AG", "services": ["SVC-EMAIL"], "tags": ["[a]", "b"],
  "escalation": "one\ntwo\n\n  three", "reporting": "|", "charges": " x",
  "targets": [{"id": "a", "kind": "availability", "value": 99.90, "unit": "percent"}], "responsibilities": {"ours": "a, b"} }
END
editor touch 'echo "credits: some" >>"$1"'
SMS_EDITOR=$WORK/touch run sms add-sla --edit --from ../all.json
succeeds
last
jq -S 'del(.credits) | {title, customer, services, tags, escalation, reporting, charges, targets, responsibilities}' \
  "$STDOUT" >now
jq -S . ../all.json >then
cmp -s now then || fault "$(diff then now)"
rm -f now then

it 'has the text of a document below the fields'
editor prose 'echo "# Heading" >>"$1"; echo "Some words" >>"$1"; sed -i "s/^owner:\$/owner: anna/; s/^topic:\$/topic: change/" "$1"'
SMS_EDITOR=$WORK/prose run sms add-policy --edit --audience staff
succeeds
stdout_is POL-HEADING
run sms show POL-HEADING --body
stdout_is $'# Heading\nSome words'

it 'writes nothing where the form is left as it was, or emptied'
remember
SMS_EDITOR=true run sms add-service --edit --title x
status_is 2
is_one_error
stderr_has 'left as it was'
editor empty ': >"$1"'
SMS_EDITOR=$WORK/empty run sms add-service --edit --title x
status_is 2
is_one_error
stderr_has 'the form is empty'
unchanged
[ -z "$(ls "$TMPDIR")" ] || fault 'a file is left'

it 'keeps what was written where it is wrong and nobody is there to ask'
editor wrong 'printf "title: Kept\ndescription: work of hours\nowner: nobody-such\n" >"$1"'
SMS_EDITOR=$WORK/wrong run sms add-service --edit
status_is 2
is_one_error
stderr_has 'what was written is kept in'
file_has "$(ls "$TMPDIR"/*)" 'work of hours'
rm "$TMPDIR"/*
editor odd 'echo "no field at all" >"$1"'
SMS_EDITOR=$WORK/odd run sms add-service --edit
status_is 2
stderr_has "line 1: 'no field at all'"
file_has "$(ls "$TMPDIR"/*)" 'no field at all'
rm "$TMPDIR"/*
unchanged

it 'keeps what was written where the editor fails'
editor fails 'echo "title: Precious" >>"$1"; exit 3'
SMS_EDITOR=$WORK/fails run sms add-service --edit
status_is 4
stderr_has 'ended with status 3'
file_has "$(ls "$TMPDIR"/*)" Precious
rm "$TMPDIR"/*
unchanged

it 'shows the error in the form and opens it again for a person'
editor twice "if grep -q '^#! ' \"\$1\"; then cp \"\$1\" '$WORK/form'; sed -i 's/^owner:.*/owner: anna/' \"\$1\"
else printf 'title: Second try\ndescription: x\nowner: nobody-such\n' >\"\$1\"; fi"
LAST='script sms add-service --edit'
SMS_EDITOR=$WORK/twice script -qec "$SMS add-service --edit" /dev/null >"$STDOUT" 2>&1 </dev/null
run sms show SVC-SECOND-TRY --json
succeeds
file_has "$WORK/form" '#! owner'
is_clean

it 'chooses the editor as git does'
git config core.editor false
editor mark "echo \"\$0\" >'$WORK/which'"
cp "$WORK/mark" "$WORK/other"
EDITOR=$WORK/mark run sms add-service --edit
status_is 4
SMS_EDITOR=$WORK/other GIT_EDITOR=$WORK/mark run sms add-service --edit
file_has "$WORK/which" /other
GIT_EDITOR=$WORK/mark EDITOR=false run sms add-service --edit
file_has "$WORK/which" /mark
git config --unset core.editor
VISUAL=$WORK/other EDITOR=$WORK/mark run sms add-service --edit
file_has "$WORK/which" /other

it 'says what to do where there is no editor'
rm -f "$TMPDIR"/*
run sms add-service --edit
status_is 2
is_one_error
stderr_has 'no editor to open'

it 'makes records by its other words, new and record'
SMS_EDITOR=$WORK/look run sms new service --edit --title 'By another word' --owner anna
succeeds
stdout_is SVC-BY-ANOTHER-WORD
run sms record service --title 'By a third' --description x
succeeds
stdout_is SVC-BY-A-THIRD
run sms new --help
stdout_has 'usage: sms add'
run sms __complete -- new serv
stdout_has service

it "takes a field that has the name of an option of the program's"
run sms add-ci --id CI-VERSIONED --title Numbered --ci-type server --description x --state planned --version 3.7
succeeds
run sms show CI-VERSIONED --json
stdout_has '"version": "3.7"'
run sms add-ci --title Numbered --ci-type server --description x --state planned --now 2026-01-01T00:00:00Z --dry-run
succeeds

finish
